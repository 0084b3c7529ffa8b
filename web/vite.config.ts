import vue from '@vitejs/plugin-vue'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { defineConfig, runnerImport, type Plugin } from 'vite'

/*
 * Two builds into one folder, not two entries of one build: chunks shared between the public
 * site and the console would carry what only the console needs. ENTRY=console makes the second.
 * Each leaves a manifest that the Go server reads: dist/public.json and dist/console.json.
 */
const entry = process.env.ENTRY === 'console' ? 'console' : 'public'
const page = entry === 'console' ? 'console.html' : 'index.html'

/** Takes away what the last build of this site left, and leaves the other's alone. */
const sweep: Plugin = {
  name: 'sweep',
  apply: 'build',
  buildStart() {
    const assets = new URL('./dist/assets/', import.meta.url).pathname
    if (!existsSync(assets)) return
    for (const file of readdirSync(assets)) if (file.startsWith(`${entry}-`)) rmSync(assets + file)
  },
}

/** What answers /api while the sites are built without the server. Never part of a build. */
async function fixtures(): Promise<Plugin[]> {
  const found: Plugin[] = []
  for (const file of ['./dev/fixtures.ts', './dev/console-fixtures.ts']) {
    const path = new URL(file, import.meta.url).pathname
    if (existsSync(path)) found.push((await runnerImport<{ default: () => Plugin }>(path)).module.default())
  }
  return found
}

/** While developing, one server has both sites at their own addresses, with what a demonstration adds to every page. */
const sites: Plugin = {
  name: 'sites',
  apply: 'serve',
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      if (/^\/console(?![\w.-])/.test(request.url ?? '')) request.url = '/console.html'
      next()
    })
  },
  transformIndexHtml: {
    order: 'post',
    handler: () =>
      process.env.API
        ? [
            { tag: 'link', attrs: { rel: 'stylesheet', href: '/demo/clock.css' } },
            { tag: 'script', attrs: { type: 'module', src: '/demo/clock.js' }, injectTo: 'body' },
          ]
        : [],
  },
}

/** What home and list need comes in one piece: a phone on a slow line pays for every request. */
const core =
  /node_modules\/(vue|@vue|vue-router|openapi-fetch)\/|vite\/(preload|modulepreload)|\0rolldown|plugin-vue:export-helper|src\/(parts|api|public)\/(?!Qr|FormField|Lost|SignedOut|main)|src\/locale\/(index|zh)|src\/rooms\/(campaign\/(campaign|Frame|Home)|showcase\/(entries|pick|wall|Wall|FilmCard|Works)|ballot\/(mine|cast)|identity\/session)/

export default defineConfig(async ({ command }) => ({
  plugins: [vue(), sweep, sites, ...(command === 'serve' && !process.env.API && !process.env.VITEST ? await fixtures() : [])],
  define: { __VUE_OPTIONS_API__: entry === 'console' || command === 'serve' },
  server: {
    port: 5173,
    // API=http://127.0.0.1:8080 speaks with a real server instead of the fixtures.
    proxy: process.env.API ? { '^/(api|media|visual|demo)/': process.env.API } : undefined,
  },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    copyPublicDir: entry === 'public',
    manifest: `${entry}.json`,
    target: ['es2022', 'chrome107', 'safari15.4'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: page,
      output: {
        entryFileNames: `assets/${entry}-[hash].js`,
        chunkFileNames: `assets/${entry}-[name]-[hash].js`,
        assetFileNames: `assets/${entry}-[name]-[hash][extname]`,
        codeSplitting: entry === 'public' ? { groups: [{ name: 'core', test: core }] } : undefined,
      },
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
}))
