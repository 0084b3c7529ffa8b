//go:build !linux

package main

func mount(string, int) (*disk, error) { return nil, errNoMount }

func unmount(string) {}

func graft(string, *disk) error { return errNoMount }
