interface Caller {
  region: string;
  principalArn: string;
}

interface ObjectSource {
  getObject(caller: Caller, object: { bucket: string; key: string }): Promise<Uint8Array>;
}

/** A template's URL is path style at this endpoint, or one of S3's own host names. */
export async function readTemplate(s3: ObjectSource, url: string, caller: Caller): Promise<string> {
  const { hostname, pathname } = new URL(url);
  const virtual = /^(?<bucket>.+)\.s3[.-](?:(?<region>[a-z0-9-]+)\.)?amazonaws\.com$/.exec(
    hostname,
  )?.groups;
  const segments = decodeURIComponent(pathname.slice(1)).split('/');
  const bucket = virtual?.['bucket'] ?? segments.shift() ?? '';
  return Buffer.from(
    await s3.getObject(
      { ...caller, region: virtual?.['region'] ?? caller.region },
      { bucket, key: segments.join('/') },
    ),
  ).toString('utf8');
}
