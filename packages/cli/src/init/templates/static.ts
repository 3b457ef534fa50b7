import type { Template } from './template.ts';

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title}</title>
    <link rel="stylesheet" href="/site.css" />
  </head>
  <body>
    <h1>${title}</h1>
    <p>${text}</p>
  </body>
</html>
`;

const STYLE = `body {
  margin: 4rem auto;
  max-width: 40rem;
  font-family: system-ui, sans-serif;
}
`;

export const staticTemplate: Template = {
  what: 'a site of files alone, without web servers',
  kind: 'static',
  files: {
    'index.html': page('A site of files', 'Two buckets hold it, an ocean apart.'),
    '404.html': page('Not here', 'There is no such page.'),
    'site.css': STYLE,
  },
  ignored: [],
};
