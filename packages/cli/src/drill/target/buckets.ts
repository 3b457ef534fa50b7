import type { DrillTarget } from '@understudy/drill';
import type { EngineInfo } from '@understudy/engine';
import { stackNames, type SiteConfig } from '@understudy/site';
import type { StackOutputs } from '../../deploy/messages.ts';
import { clientSettings, type ClientSettings } from '../../engine/aws.ts';
import { DataBucket } from './data-bucket.ts';
import { MarkerBucket } from './marker-bucket.ts';

/** The site's buckets, as a drill uses them. */
export interface Buckets extends Disposable {
  markers: DrillTarget['markers'];
  data: DrillTarget['data'];
}

export function bucketsOf(info: EngineInfo, site: SiteConfig, outputs: StackOutputs): Buckets {
  const stack = new DisposableStack();
  /** A pair of clients, where both regions have that output. */
  const pair = <T extends Disposable>(
    output: string,
    make: (settings: ClientSettings, bucket: string) => T,
  ): { primary: T; standby: T } | undefined => {
    const names = stackNames(site);
    const [primary, standby] = [names.primary, names.standby].map(
      (name) => outputs[name]?.[output],
    );
    if (primary === undefined || standby === undefined) return undefined;
    return {
      primary: stack.use(make(clientSettings(info, site.primary), primary)),
      standby: stack.use(make(clientSettings(info, site.standby), standby)),
    };
  };
  return {
    markers: pair('AssetBucket', (settings, bucket) => new MarkerBucket(settings, bucket)),
    data: pair('DataBucket', (settings, bucket) => new DataBucket(settings, bucket)),
    [Symbol.dispose]: () => stack.dispose(),
  };
}
