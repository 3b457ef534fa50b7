/** Why the load balancer answers itself. */
export type ElbStatus = 400 | 405 | 408 | 414 | 463 | 501 | 502 | 503 | 504 | 505;

export const SERVER_HEADER = 'awselb/2.0';

export const STATUS_TEXT: Record<ElbStatus | 301 | 302, string> = {
  301: 'Moved Permanently',
  302: 'Found',
  400: 'Bad Request',
  405: 'Not Allowed',
  408: 'Request Time-out',
  414: 'Request-URI Too Large',
  463: '',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
  505: 'HTTP Version Not Supported',
};

/** The page that the load balancer itself sends with a status. */
export function statusPage(status: ElbStatus | 301 | 302): string {
  const title = `${status} ${STATUS_TEXT[status]}`.trimEnd();
  return (
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n` +
    `<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  );
}

/** The whole response as bytes on the wire, for a request that could not even be parsed. */
export function rawErrorResponse(status: ElbStatus, date: string): string {
  const page = statusPage(status);
  return (
    `HTTP/1.1 ${status} ${STATUS_TEXT[status]}\r\nServer: ${SERVER_HEADER}\r\nDate: ${date}\r\n` +
    `Content-Type: text/html\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`
  );
}
