import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const build = import.meta.dirname + '/build';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    sveltekit({
      adapter: adapter({ pages: build, assets: build, fallback: 'index.html', precompress: true }),
      compilerOptions: { runes: true },
    }),
  ],
  // Two fonts and the icons are files of their own: a strict policy allows no data: URLs.
  build: { assetsInlineLimit: 0 },
  server: { proxy: { '/graphql': 'http://127.0.0.1:7311' } },
});
