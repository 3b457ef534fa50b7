import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { ExampleSite } from './site.ts';

interface Destroyable {
  destroy(): void;
}

interface Settings {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
  forcePathStyle: boolean;
}

/** AWS SDK clients of a site's engine, as anybody's programs would make them; closed together. */
export class Aws implements Disposable {
  readonly #site: ExampleSite;
  readonly #clients = new Map<string, Destroyable>();

  constructor(site: ExampleSite) {
    this.#site = site;
  }

  client<Client extends Destroyable>(make: new (settings: Settings) => Client, region: string) {
    const key = `${make.name}/${region}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known as Client;
    const { endpoint, accessKeyId, secretAccessKey } = this.#site.endpoint;
    const client = new make({
      region,
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
      forcePathStyle: true,
    });
    this.#clients.set(key, client);
    return client;
  }

  /** A stack's outputs; what is missing was not deployed. */
  async outputs(stack: string, region: string): Promise<(key: string) => string> {
    const { Stacks: [found] = [] } = await this.client(CloudFormationClient, region).send(
      new DescribeStacksCommand({ StackName: stack }),
    );
    return (key) => {
      const value = found?.Outputs?.find((output) => output.OutputKey === key)?.OutputValue;
      if (value === undefined) throw new Error(`stack ${stack} has no output ${key}`);
      return value;
    };
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }
}
