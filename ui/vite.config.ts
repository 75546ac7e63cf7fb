import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

const build = import.meta.dirname + '/build';

/**
 * SvelteKit hides the region that announces pages by a style attribute, which a policy of
 * `style-src 'self'` blocks. The class `sr` of base.css does the same.
 */
const announcerWithoutStyle: Plugin = {
  name: 'announcer-without-style',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/runtime/components/root.svelte')
      ? code.replace(/style="position: absolute;[^"]*"/, 'class="sr"')
      : undefined,
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    announcerWithoutStyle,
    sveltekit({
      adapter: adapter({ pages: build, assets: build, fallback: 'index.html', precompress: true }),
      compilerOptions: { runes: true },
    }),
  ],
  // Two fonts and the icons are files of their own: a strict policy allows no data: URLs.
  build: { assetsInlineLimit: 0 },
  server: { proxy: { '/graphql': 'http://127.0.0.1:7311' } },
});
