package campaign

import (
	"errors"
	"io/fs"
)

// ReadPair reads KEY.yaml of a folder, with the decisions of KEY.decisions.yaml where there are any. It answers the first fault, or
// fs.ErrNotExist for a key without a file.
func ReadPair(files fs.FS, key string) (*Campaign, error) {
	notice, err := files.Open(key + ".yaml")
	if err != nil {
		return nil, err
	}
	defer func() { _ = notice.Close() }()
	c, faults := Load(notice, key+".yaml")
	if len(faults) > 0 {
		return nil, faults[0]
	}
	decided, err := files.Open(key + ".decisions.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = decided.Close() }()
	_, decisions, faults := LoadDecisions(decided, key+".decisions.yaml")
	if len(faults) == 0 {
		c, faults = c.Apply(decisions)
	}
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return c, nil
}
