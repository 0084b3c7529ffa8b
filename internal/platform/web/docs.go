package web

import (
	"html/template"
	"net/http"
	"sort"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/fault"
)

// docsPage shows the API to people: every operation by group, and every problem code. It needs no script and nothing from outside.
func docsPage(api huma.API) http.HandlerFunc {
	type operation struct {
		Method, Path string
		Op           *huma.Operation
	}
	type group struct {
		Name       string
		Operations []operation
	}
	return func(w http.ResponseWriter, r *http.Request) {
		groups := map[string][]operation{}
		for path, item := range api.OpenAPI().Paths {
			for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
				if op != nil && len(op.Tags) > 0 {
					groups[op.Tags[0]] = append(groups[op.Tags[0]], operation{method, path, op})
				}
			}
		}
		var all []group
		for name, ops := range groups {
			sort.Slice(ops, func(i, j int) bool { return ops[i].Path+ops[i].Method < ops[j].Path+ops[j].Method })
			all = append(all, group{name, ops})
		}
		sort.Slice(all, func(i, j int) bool { return all[i].Name > all[j].Name })
		lang := Language(r.Context())
		var codes []*Problem
		for _, f := range fault.All() {
			codes = append(codes, &Problem{Code: f.Code, Status: int(f.Kind), Detail: f.Says(lang)})
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = docs.Execute(w, map[string]any{"Groups": all, "Codes": codes, "Lang": lang, "Title": api.OpenAPI().Info.Title})
	}
}

var docs = template.Must(template.New("docs").Parse(`<!doctype html><html lang="{{.Lang}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>API · {{.Title}}</title><style>
:root{color-scheme:light dark;--paper:#FBF8F1;--ink:#1D1A16;--ink-2:#554E47;--line:#E3DBCC;--brand:#A82B14}
@media(prefers-color-scheme:dark){:root{--paper:#141210;--ink:#F2ECE1;--ink-2:#C3BAAD;--line:#343029;--brand:#FF8A6B}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.7 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif}
main{max-width:1040px;margin:auto;padding:32px 20px 96px}h1,h2{font-family:"Noto Serif CJK SC","Songti SC",serif}h2{margin-top:56px;border-bottom:1px solid var(--ink)}
details{border-bottom:1px solid var(--line)}summary{cursor:pointer;padding:10px 0;min-height:44px;display:flex;gap:12px;flex-wrap:wrap;align-items:baseline}
code{font:14px/1.6 ui-monospace,"Noto Sans Mono",monospace;overflow-wrap:anywhere}b.m{min-width:4.5em;color:var(--brand);font:700 14px/1.6 ui-monospace,monospace}
.s{color:var(--ink-2)}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--line)}a{color:inherit}
</style><main><h1>{{.Title}} API</h1><p>OpenAPI 3.1：<a href="/api/openapi.json">/api/openapi.json</a> · <a href="/api/openapi.yaml">/api/openapi.yaml</a></p>
{{range .Groups}}<h2>{{.Name}}</h2>{{range .Operations}}<details id="{{.Op.OperationID}}"><summary><b class="m">{{.Method}}</b><code>{{.Path}}</code><span class="s">{{.Op.Summary}}</span></summary>
{{with .Op.Description}}<p>{{.}}</p>{{end}}{{if .Op.Parameters}}<table><tr><th>参数<th>位置<th>说明</tr>{{range .Op.Parameters}}<tr><td><code>{{.Name}}</code>{{if .Required}} *{{end}}<td>{{.In}}<td>{{.Description}}</tr>{{end}}</table>{{end}}
{{with .Op.RequestBody}}{{range $type, $m := .Content}}<p>请求体 <code>{{$type}}</code> {{with $m.Schema}}<code>{{.Ref}}</code>{{range $k, $v := .Properties}} <code>{{$k}}</code>{{end}}{{end}}</p>{{end}}{{end}}
{{range $code, $resp := .Op.Responses}}<p>{{$code}} {{$resp.Description}}{{range $type, $m := $resp.Content}} {{with $m.Schema}}<code>{{.Ref}}</code>{{end}}{{end}}</p>{{end}}</details>{{end}}{{end}}
<h2>problem codes</h2><table><tr><th>code<th>HTTP<th>说明</tr>{{range .Codes}}<tr id="{{.Code}}"><td><code>{{.Code}}</code><td>{{.Status}}<td>{{.Detail}}</tr>{{end}}</table></main></html>`))
