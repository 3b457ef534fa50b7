import {
  balancerHealthSchema,
  type BalancerHealth,
  type BalancerName,
  type Reasons,
  type Timer,
} from '@understudy/contract';
import { requestStatus } from '../../net/status-request.ts';
import type { PartContext } from '../../part.ts';

/** AWS time, from the end of one question to the beginning of the next. */
const BALANCER_POLL_INTERVAL_MS = 10_000;
/** Questions in a row without an answer, after which a load balancer is taken for lost. */
const BALANCER_FAILURES_MAX = 3;

const STATUS_BODY_BYTES_MAX = 65_536;

/**
 * What Route 53 knows of load balancers' health, without the control plane: asks each region's own
 * process. A region that does not answer has, to the rest of the world, no healthy load balancer.
 */
export class BalancerHealthWatch {
  readonly #context: PartContext;
  readonly #watched = new Map<string, WatchedBalancer>();
  readonly #listeners = new Set<(dnsName: string) => void>();

  constructor(context: PartContext) {
    this.#context = context;
  }

  /** Asks at once about load balancers that are new, or whose status is told elsewhere now. */
  apply(balancers: readonly BalancerName[]): void {
    const names = new Set(balancers.map(({ dnsName }) => dnsName));
    for (const [dnsName, watched] of this.#watched) {
      if (names.has(dnsName)) continue;
      watched.stop();
      this.#watched.delete(dnsName);
    }
    for (const balancer of balancers) {
      const watched = this.#watched.get(balancer.dnsName);
      if (watched !== undefined) {
        watched.update(balancer);
        continue;
      }
      const added = new WatchedBalancer(this.#context, balancer, () =>
        this.#tell(balancer.dnsName),
      );
      this.#watched.set(balancer.dnsName, added);
      added.start();
    }
  }

  /** By DNS name, lower case, no final dot. Undefined while nothing has been heard of it. */
  health(dnsName: string, reasons?: Reasons): BalancerHealth | undefined {
    const watched = this.#watched.get(dnsName);
    if (reasons !== undefined) tellBalancer(reasons, dnsName, watched);
    return watched?.health;
  }

  /** Called with a load balancer's name whenever its health has changed. Returns what ends that. */
  onChange(listener: (dnsName: string) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    for (const watched of this.#watched.values()) watched.stop();
    this.#watched.clear();
    return Promise.resolve();
  }

  #tell(dnsName: string): void {
    for (const listener of this.#listeners) listener(dnsName);
  }
}

class WatchedBalancer {
  health: BalancerHealth | undefined;
  readonly #context: PartContext;
  readonly #onChange: () => void;
  #balancer: BalancerName;
  #abort = new AbortController();
  #timer: Timer | undefined;
  #failuresInARow = 0;

  /** Questions in a row that nobody answered. */
  get failuresInARow(): number {
    return this.#failuresInARow;
  }

  constructor(context: PartContext, balancer: BalancerName, onChange: () => void) {
    this.#context = context;
    this.#balancer = balancer;
    this.#onChange = onChange;
  }

  start(): void {
    this.#abort = new AbortController();
    void this.#poll(this.#abort.signal);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#abort.abort(new Error('no longer watched'));
  }

  update(balancer: BalancerName): void {
    const { address, port } = this.#balancer.status;
    const moved = address !== balancer.status.address || port !== balancer.status.port;
    this.#balancer = balancer;
    if (!moved) return;
    this.stop();
    this.#failuresInARow = 0;
    this.start();
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { status, dnsName } = this.#balancer;
    const question = {
      ...status,
      path: `/load-balancers/${encodeURIComponent(dnsName)}`,
      bodyBytesMax: STATUS_BODY_BYTES_MAX,
    };
    const heard = await requestStatus(this.#context.clock, question, signal)
      .then((body) => balancerHealthSchema.parse(body))
      .catch(() => undefined);
    if (signal.aborted) return;
    this.#timer = this.#context.clock.after(
      BALANCER_POLL_INTERVAL_MS,
      () => void this.#poll(signal),
    );
    this.#failuresInARow = heard === undefined ? this.#failuresInARow + 1 : 0;
    if (heard !== undefined) this.#set(heard);
    else if (this.#failuresInARow >= BALANCER_FAILURES_MAX) this.#set(lost(this.#balancer));
  }

  #set(health: BalancerHealth): void {
    const same = JSON.stringify(health) === JSON.stringify(this.health);
    this.health = health;
    if (!same) this.#onChange();
  }
}

function tellBalancer(
  reasons: Reasons,
  dnsName: string,
  watched: { health: BalancerHealth | undefined; failuresInARow: number } | undefined,
): void {
  const { health, failuresInARow = 0 } = watched ?? {};
  const facts = { dnsName, healthy: health?.healthy ?? null, failuresInARow };
  if (health === undefined) {
    const says = `nothing has been heard of ${dnsName} yet, which counts as healthy`;
    reasons.add('dns.load-balancer', says, { facts });
    return;
  }
  const silence =
    failuresInARow >= BALANCER_FAILURES_MAX
      ? `its region has not answered ${failuresInARow} times in a row`
      : `a zone of it ${health.healthy ? 'has' : 'must have'} enough healthy targets`;
  const says = `${dnsName} is ${health.healthy ? 'healthy' : 'unhealthy'}: ${silence}`;
  const told = reasons.add('dns.load-balancer', says, {
    mark: health.healthy ? 'well' : 'ill',
    facts,
  });
  for (const [zone, { healthy }] of Object.entries(health.zones)) {
    const is = healthy ? 'healthy' : 'unhealthy';
    const mark = healthy ? 'well' : 'ill';
    told.add('dns.load-balancer', `zone ${zone}: ${is}`, { mark, facts: { zone, healthy } });
  }
}

function lost({ nodes }: BalancerName): BalancerHealth {
  return {
    healthy: false,
    zones: Object.fromEntries(nodes.map(({ zone }) => [zone, { healthy: false }])),
  };
}
