/**
 * The program of an image that the engine does not know: answers every request and tells which
 * instance it is. It learns that as any program on EC2 does, from the metadata service.
 */
import { createServer } from 'node:http';

const endpoint = process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? 'http://169.254.169.254';

interface Identity {
  instanceId: string;
  region: string;
  availabilityZone: string;
}

const identity = await askIdentity();

const server = createServer((request, response) => {
  request.resume();
  const { instanceId, region, availabilityZone } = identity;
  const isJson = request.headers.accept?.includes('application/json') ?? false;
  const body = isJson
    ? `${JSON.stringify({ instanceId, region, availabilityZone })}\n`
    : "Understudy's built-in responder\n" +
      `instance ${instanceId}\nregion ${region}\nzone ${availabilityZone}\n`;
  response.writeHead(200, {
    'Content-Type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
});
// Longer than a load balancer's idle timeout (60 s): else it may send into a connection that is
// just being closed.
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env['PORT']), process.env['HOST'] ?? '127.0.0.1');
process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});

async function askIdentity(): Promise<Identity> {
  const token = await fetch(`${endpoint}/latest/api/token`, {
    method: 'PUT',
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
  });
  const document = await fetch(`${endpoint}/latest/dynamic/instance-identity/document`, {
    headers: { 'X-aws-ec2-metadata-token': await token.text() },
  });
  return (await document.json()) as Identity;
}
