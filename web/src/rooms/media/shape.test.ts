import { describe, expect, it } from 'vitest'
import shapes from '../../../../internal/platform/ffmpeg/testdata/shapes.json'
import { aspect, orientation, resolutionClass } from './shape'

/* The server's own table: the precheck must not promise what the inspection then denies. */
describe('a picture is named as the server names it', () => {
  it.each(shapes)('$width×$height', ({ width, height, ...want }) => {
    expect({
      resolution_class: resolutionClass(width, height),
      aspect: aspect(width, height),
      orientation: orientation(width, height),
    }).toEqual(want)
  })
})
