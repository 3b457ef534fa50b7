import type { LifecyclePolicyDetail } from '@aws-sdk/client-imagebuilder';
import type { Timer } from '@understudy/contract';
import { uuid } from '../../../kernel/identifiers.ts';
import type { RequestContext } from '../../../kernel/service.ts';
import type { ImageBuilderStore } from '../imagebuilder-store.ts';
import type { ImageBuildRecord, LifecycleRecord } from '../records.ts';
import { deregister } from './delete-resources.ts';
import { decideLifecycle, isSelected, type LifecycleImage } from './decide-lifecycle.ts';

/** How often each policy runs; AWS does not say. */
const RUN_MS = 86_400_000;
/** How often it is looked which are due. */
const LOOK_MS = 3_600_000;

/** Runs lifecycle policies by AWS's clock, for as long as there are any. */
export class LifecycleRunner {
  readonly #store: ImageBuilderStore;
  #timer: Timer | undefined;
  #isWorking = false;

  constructor(store: ImageBuilderStore) {
    this.#store = store;
  }

  begin(): void {
    if (this.#store.lifecycles.all().length === 0) return;
    this.#timer ??= this.#store.deps.clock.every(LOOK_MS, () => {
      // The next look tries again. What cannot be written the state tells by itself.
      this.#look().catch(() => undefined);
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      const policies = this.#store.lifecycles.all();
      if (policies.length === 0) this.stop();
      for (const policy of policies) if (this.#isDue(policy)) await this.#run(policy);
    } finally {
      this.#isWorking = false;
    }
  }

  #isDue({ request, createdMs, lastRunMs = createdMs }: LifecycleRecord): boolean {
    return request.status !== 'DISABLED' && this.#store.deps.clock.nowMs() - lastRunMs >= RUN_MS;
  }

  async #run(policy: LifecycleRecord): Promise<void> {
    const region = policy.arn.split(':')[3] ?? '';
    const lastRunMs = this.#store.deps.clock.nowMs();
    this.#store.lifecycles.put(region, policy.arn, { ...policy, lastRunMs });
    for (const detail of policy.request.policyDetails ?? [])
      await this.#apply(region, policy, detail);
  }

  async #apply(
    region: string,
    policy: LifecycleRecord,
    detail: LifecyclePolicyDetail,
  ): Promise<void> {
    const { deps, images } = this.#store;
    const selected = images
      .list(region)
      .filter(({ status }) => status === 'AVAILABLE')
      .map((record) => this.#view(record))
      .filter((image) => isSelected(policy.request.resourceSelection ?? {}, image));
    const withSnapshots = detail.action?.includeResources?.snapshots === true;
    for (const { arn, amis, isDeleted } of decideLifecycle(detail, selected, deps.clock.nowMs())) {
      await deregister(this.#store, this.#asService(region, policy), amis, withSnapshots);
      if (isDeleted) images.delete(region, arn);
    }
  }

  #view(record: ImageBuildRecord): LifecycleImage {
    return {
      arn: record.arn,
      recipe: { name: record.name, version: record.version },
      createdMs: record.createdMs,
      tags: record.tags,
      amis: record.amis.flatMap(({ region, imageId }) => {
        const ami = this.#store.ec2.image(region, imageId);
        if (ami === undefined || ami.state === 'deregistered') return [];
        const tags = this.#store.ec2.tagsOf(region, imageId);
        return { region, imageId, tags, lastLaunchedMs: ami.lastLaunchedMs };
      }),
    };
  }

  /** Image Builder calls EC2 by the policy's role. */
  #asService(region: string, { arn, request }: LifecycleRecord): RequestContext {
    return {
      region,
      account: arn.split(':')[4] ?? '',
      requestId: uuid(this.#store.deps.random),
      principalArn: request.executionRole ?? '',
    };
  }
}
