import http from 'node:http';
import https from 'node:https';

/** Somebody else's service, without which nothing is sold. */
const url = process.env.PAYMENTS_URL;
const timeoutMs = 2_000;

/** Whether the payment was taken; true where there is nobody to ask. */
export function pay(reservation) {
  if (url === undefined) return Promise.resolve(true);
  const transport = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(timeoutMs);
    const request = transport.request(url, { method: 'POST', headers, signal }, (response) => {
      response.resume();
      response.on('error', () => resolve(false));
      response.on('end', () => resolve(response.statusCode >= 200 && response.statusCode < 300));
    });
    request.on('error', () => resolve(false));
    request.end(JSON.stringify(reservation));
  });
}
