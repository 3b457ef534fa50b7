import type { EventBody, TargetHealth } from '@understudy/contract';
import type { RegisteredTarget, TargetRegistry } from '../../balancer/targets/target-registry.ts';
import type { NetworkInterface, NetworkView, Verdict } from '../../net/network-view.ts';

/** Admits all but what a test names, and remembers who is attached. */
export class FakeNetwork implements NetworkView {
  readonly interfaces = new Map<string, NetworkInterface>();
  refusedPorts = new Set<number>();

  attach(networkInterface: NetworkInterface): void {
    this.interfaces.set(networkInterface.loopbackAddress, networkInterface);
  }

  detach(loopbackAddress: string): void {
    this.interfaces.delete(loopbackAddress);
  }

  admits({ port }: { fromAddress: string; toAddress: string; port: number }): Verdict {
    return this.refusedPorts.has(port)
      ? { admitted: false, reason: `no rule admits port ${port}` }
      : { admitted: true };
  }

  sourceAddress(loopbackAddress: string): string {
    return loopbackAddress;
  }
}

/** Remembers registrations; a test says what is healthy and when draining is over. */
export class FakeTargets implements TargetRegistry {
  readonly registered = new Map<string, RegisteredTarget & { targetGroupArn: string }>();
  readonly states = new Map<string, TargetHealth['state']>();
  readonly drained: string[] = [];
  /** While set, draining lasts until it resolves. */
  draining: Promise<void> | undefined;

  register(targetGroupArn: string, target: RegisteredTarget): void {
    this.registered.set(target.instanceId, { ...target, targetGroupArn });
  }

  async deregister(_targetGroupArn: string, instanceId: string): Promise<void> {
    this.registered.delete(instanceId);
    await this.draining;
    this.drained.push(instanceId);
  }

  state(_targetGroupArn: string, instanceId: string): TargetHealth['state'] | undefined {
    return this.states.get(instanceId);
  }

  onStateChange(): () => void {
    return () => undefined;
  }
}

export class Events {
  readonly all: EventBody[] = [];

  emit(body: EventBody): void {
    this.all.push(body);
  }

  of<Type extends EventBody['type']>(type: Type): (EventBody & { type: Type })[] {
    return this.all.filter((body): body is EventBody & { type: Type } => body.type === type);
  }
}
