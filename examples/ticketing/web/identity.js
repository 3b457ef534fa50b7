import http from 'node:http';

/**
 * Asks the instance metadata service who we are; on Understudy's engine and on EC2 alike.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
const endpoint = process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT ?? 'http://169.254.169.254';
const timeoutMs = 2_000;

export async function whoami() {
  try {
    const get = await metadata();
    const [region, zone, instance] = await Promise.all([
      get('placement/region'),
      get('placement/availability-zone'),
      get('instance-id'),
    ]);
    return { region, zone, instance };
  } catch {
    return { region: 'local', zone: 'local', instance: `process-${process.pid}` };
  }
}

/** What reads paths of the metadata, by a token (IMDSv2). */
export async function metadata() {
  const token = await read('PUT', '/latest/api/token', {
    'x-aws-ec2-metadata-token-ttl-seconds': '60',
  });
  return (path) => read('GET', `/latest/meta-data/${path}`, { 'x-aws-ec2-metadata-token': token });
}

// node:http and not fetch: it takes half the memory, and an instance may be small.
function read(method, path, headers) {
  return new Promise((resolve, reject) => {
    const options = { method, headers, signal: AbortSignal.timeout(timeoutMs) };
    const request = http.request(new URL(path, endpoint), options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(text)
          : reject(new Error(`${path}: ${response.statusCode}`)),
      );
    });
    request.on('error', reject);
    request.end();
  });
}
