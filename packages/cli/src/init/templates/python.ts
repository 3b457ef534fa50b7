import type { Template } from './template.ts';

const APP = `import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<title>{domain}</title>
<h1>{domain}</h1>
<p>Served from {region}.</p>
"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        # Load balancers and Route 53 ask this: answer 200 only while visitors can be served.
        if self.path == "/healthz":
            self.answer("text/plain", "ok\\n")
        else:
            self.answer("text/html; charset=utf-8", PAGE.format(
                domain=os.environ["SITE_DOMAIN"], region=os.environ["AWS_REGION"]))

    do_HEAD = do_GET

    def answer(self, kind, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


address = (os.environ["HOST"], int(os.environ["PORT"]))
ThreadingHTTPServer(address, Handler).serve_forever()
`;

const REQUIREMENTS = `# What the app needs, one a line, such as flask==3.1.2: installed into python_modules when the
# image is built.
`;

export const pythonTemplate: Template = {
  what: 'an app in Python',
  kind: 'app',
  files: {
    'app.py': APP,
    'requirements.txt': REQUIREMENTS,
    Procfile: 'web: PYTHONPATH=python_modules python3 app.py\n',
  },
  ignored: ['python_modules/', '.venv/', '__pycache__/'],
};
