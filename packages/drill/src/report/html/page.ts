import { createHash } from 'node:crypto';
import type { Words } from '../words/index.ts';
import { markup, type Markup } from './parts/markup.ts';
import { SCRIPT } from './parts/script.ts';
import { STYLE } from './parts/style.ts';

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');

/**
 * Nothing from outside, and no script but ours, by its hash: should a text get through as a tag all
 * the same, a browser runs nothing of it.
 * https://www.w3.org/TR/CSP3/#framework-directive-source-list
 */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** A page that stands alone. */
export function page(title: string, body: Markup, words: Words): string {
  const { html } = markup`<!doctype html>
<html lang="${words.code}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body><main>${body}</main><script>${{ html: SCRIPT }}</script></body>
</html>
`;
  return html;
}
