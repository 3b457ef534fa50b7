import http from 'node:http';
import Mustache from 'mustache';

const PAGE = `<!doctype html>
<title>{{domain}}</title>
<h1>{{domain}}</h1>
<p>Served from {{region}}.</p>
`;

http
  .createServer((request, response) => {
    // Load balancers and Route 53 ask this: answer 200 only while visitors can be served.
    if (request.url === '/healthz') return void response.end('ok\n');
    const { SITE_DOMAIN: domain, AWS_REGION: region } = process.env;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(Mustache.render(PAGE, { domain, region }));
  })
  .listen(process.env.PORT, process.env.HOST);
