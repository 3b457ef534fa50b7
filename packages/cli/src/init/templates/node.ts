import type { Template } from './template.ts';

const SERVER = `import http from 'node:http';
import Mustache from 'mustache';

const PAGE = \`<!doctype html>
<title>{{domain}}</title>
<h1>{{domain}}</h1>
<p>Served from {{region}}.</p>
\`;

http
  .createServer((request, response) => {
    // Load balancers and Route 53 ask this: answer 200 only while visitors can be served.
    if (request.url === '/healthz') return void response.end('ok\\n');
    const { SITE_DOMAIN: domain, AWS_REGION: region } = process.env;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(Mustache.render(PAGE, { domain, region }));
  })
  .listen(process.env.PORT, process.env.HOST);
`;

const PACKAGE = `{
  "name": "web",
  "private": true,
  "type": "module",
  "scripts": {
    "start": "node server.js"
  },
  "dependencies": {
    "mustache": "4.2.0"
  }
}
`;

/** Without addresses: npm then asks whatever registry the machine is set to. */
const LOCK = `{
  "name": "web",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "web",
      "dependencies": {
        "mustache": "4.2.0"
      }
    },
    "node_modules/mustache": {
      "version": "4.2.0",
      "integrity": "sha512-71ippSywq5Yb7/tVYyGbkBggbU8H3u5Rz56fH60jGFgr8uHwxs+aSKeqmluIVzM0m0kB7xQjKS6qPfd0b2ZoqQ==",
      "license": "MIT",
      "bin": {
        "mustache": "bin/mustache"
      }
    }
  }
}
`;

export const nodeTemplate: Template = {
  what: 'an app in Node.js, with a dependency that the image installs',
  kind: 'app',
  files: {
    'server.js': SERVER,
    'package.json': PACKAGE,
    'package-lock.json': LOCK,
    Procfile: 'web: node server.js\n',
  },
  ignored: ['node_modules/'],
};
