package web

import "embed"

// Dist is what `npm run build` made: both sites and their manifests. Before the first build it holds
// nothing but a keeper, and the pages are served without script.
//
//go:embed all:dist
var Dist embed.FS

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed src/locale/zh-CN.json src/locale/en.json
var localeFiles embed.FS
