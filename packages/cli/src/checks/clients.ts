import type { EngineInfo } from '@understudy/engine';
import { clientSettings, type ClientSettings } from '../engine/aws.ts';

interface Destroyable {
  destroy(): void;
}

/** AWS clients of one round of checks: made once a service and region, and closed together. */
export class AwsClients implements Disposable {
  readonly #info: EngineInfo;
  readonly #clients = new Map<string, Destroyable>();

  constructor(info: EngineInfo) {
    this.#info = info;
  }

  get<Client extends Destroyable>(
    make: new (settings: ClientSettings & { forcePathStyle: boolean }) => Client,
    region: string,
  ): Client {
    const key = `${make.name}/${region}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known as Client;
    const client = new make({ ...clientSettings(this.#info, region), forcePathStyle: true });
    this.#clients.set(key, client);
    return client;
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients.values()) client.destroy();
  }
}
