import type { FleetDeps } from '../deps.ts';
import type { TargetPorts } from '../network/interface-ports.ts';
import type { Member } from './member.ts';

/** An instance's registrations with target groups. */
export class Registrations {
  readonly #deps: FleetDeps;

  constructor(deps: FleetDeps) {
    this.#deps = deps;
  }

  register(member: Member, targetGroup: Pick<TargetPorts, 'arn' | 'port'>): void {
    const loopbackAddress = member.addresses?.loopbackAddress;
    if (loopbackAddress === undefined || member.registeredWith.has(targetGroup.arn)) return;
    member.registeredWith.add(targetGroup.arn);
    const { instanceId, place } = member;
    this.#deps.targets.register(targetGroup.arn, {
      instanceId,
      port: targetGroup.port,
      zone: place.zone,
      loopbackAddress,
    });
  }

  /** Attached: instances in service are registered at once. Detached: they are drained from it. */
  follow(
    members: readonly Member[],
    change: { before: readonly TargetPorts[]; now: readonly TargetPorts[]; mayAdd: boolean },
  ): void {
    const before = new Set(change.before.map(({ arn }) => arn));
    const now = new Set(change.now.map(({ arn }) => arn));
    const attached = change.mayAdd ? change.now.filter(({ arn }) => !before.has(arn)) : [];
    for (const member of members) {
      for (const arn of [...member.registeredWith])
        if (!now.has(arn)) void this.deregister(member, arn);
      if (member.state === 'InService')
        for (const targetGroup of attached) this.register(member, targetGroup);
    }
  }

  async deregister(member: Member, targetGroupArn: string): Promise<void> {
    if (!member.registeredWith.delete(targetGroupArn)) return;
    await this.#deps.targets.deregister(targetGroupArn, member.instanceId);
  }

  /** Resolves when no target group sends it anything any more, or when the time is over. */
  async drain(member: Member, drainMsMax: number, signal: AbortSignal): Promise<void> {
    const drained = Promise.all(
      [...member.registeredWith].map((arn) => this.deregister(member, arn)),
    );
    const waited = new AbortController();
    const ended = AbortSignal.any([signal, waited.signal]);
    const timeOver = this.#deps.clock.sleep(drainMsMax, ended).catch(() => undefined);
    await Promise.race([drained, timeOver]);
    waited.abort();
  }
}
