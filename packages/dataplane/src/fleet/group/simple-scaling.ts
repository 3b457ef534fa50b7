type State =
  { kind: 'idle' } | { kind: 'active'; cooldownMs: number } | { kind: 'cooldown'; untilMs: number };

/**
 * Simple scaling's patience: while its last activity goes on, and for the cooldown after that one's
 * end, further alarms are ignored. Nothing else honours the cooldown.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scaling-cooldowns.html
 */
export class SimpleScaling {
  #state: State = { kind: 'idle' };

  /** Why a policy must wait now; undefined when it need not. */
  blockedBecause(nowMs: number): string | undefined {
    if (this.#state.kind === 'active') return 'a scaling activity is in progress';
    if (this.#state.kind === 'cooldown' && nowMs < this.#state.untilMs)
      return `the cooldown lasts ${Math.ceil((this.#state.untilMs - nowMs) / 1_000)} s more`;
    return undefined;
  }

  begin(cooldownMs: number): void {
    this.#state = { kind: 'active', cooldownMs };
  }

  /** All that was to be launched or terminated has been. */
  settle(nowMs: number): void {
    if (this.#state.kind === 'active')
      this.#state = { kind: 'cooldown', untilMs: nowMs + this.#state.cooldownMs };
  }

  /** A launch failed: the activity is over, and has earned no cooldown. */
  fail(): void {
    if (this.#state.kind === 'active') this.#state = { kind: 'idle' };
  }
}
