import { delimiter, dirname } from 'node:path';
import type { FleetConfig } from '@understudy/contract';

/** What the fleet chooses for an instance; user data cannot. */
const RESERVED = ['PORT', 'HOST', 'AWS_EC2_METADATA_SERVICE_ENDPOINT', 'INVOCATION_ID'];
const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'];

export interface EnvironmentOptions {
  /** The running node: its folder comes first in PATH, so that `node` is this very one. */
  nodePath: string;
  /** PATH of the region's process. */
  path: string | undefined;
  home: string;
  port: number;
  region: string;
  metadataEndpoint: string;
  /** Absent: programs are not told where AWS is. */
  aws?: FleetConfig['aws'];
  userData: ReadonlyMap<string, string>;
}

/**
 * An instance's environment: clean but for PATH, because the user's own may hold keys to the real
 * AWS. HOME is a folder of the instance's own for the same reason: `~/.aws` of the user must not be
 * found. User data may set all that is not reserved, as it may for a unit's `EnvironmentFile=`.
 */
export function instanceEnvironment(options: EnvironmentOptions): Record<string, string> {
  const path = [dirname(options.nodePath), ...(options.path?.split(delimiter) ?? SYSTEM_PATH)];
  return {
    PATH: [...new Set(path)].join(delimiter),
    HOME: options.home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    ...awsOf(options.aws),
    ...Object.fromEntries(options.userData),
    PORT: String(options.port),
    HOST: '127.0.0.1',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: options.metadataEndpoint,
  };
}

/**
 * What an SDK needs to find the local AWS, where on AWS it would ask names of the internet. A host
 * that is an address makes SDKs put the bucket into the path, which no name of the bucket's own
 * could do here. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
function awsOf(aws: FleetConfig['aws']): Record<string, string> {
  if (aws === undefined) return {};
  return {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_S3: aws.s3Endpoint,
    AWS_CA_BUNDLE: aws.caFile,
    NODE_EXTRA_CA_CERTS: aws.caFile,
  };
}

/** Sentences about variables of user data that have no effect. */
export function reservedVariableProblems(userData: ReadonlyMap<string, string>): string[] {
  return RESERVED.filter((name) => userData.has(name)).map(
    (name) => `${name} of the user data is not used here: the engine chooses it`,
  );
}
