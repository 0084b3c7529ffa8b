// Package demofilm makes small real films, so that a contest that is only shown has something to show: MP4 files with
// moving pictures and sound that go through measuring, rendering and playing like anyone's.
//
// A film is a [Spec]: a scene, a seed, an orientation, a length. Go draws the scene's layers (sky, ridges, waves,
// lanterns) and its tune; ffmpeg moves the layers over each other and encodes them. The same spec always gives the same
// film under the same name, so a folder of films is its own cache.
//
// Units: seconds, pixels, degrees of hue.
package demofilm
