import type { PlannedChange, StackPlan } from './deployment-plan.ts';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

/**
 * What takes long on AWS, by type, in minutes from … to …; stacks of both regions are at work one
 * after the other or side by side, and within one resources mostly wait for the slowest. Of what is
 * not named, a few minutes a stack.
 */
const MINUTES: Readonly<Record<string, { from: number; to: number; why: string }>> = {
  'AWS::ImageBuilder::Image': { from: 15, to: 30, why: 'Image Builder builds the image' },
  'AWS::CloudFront::Distribution': { from: 3, to: 10, why: 'CloudFront tells its edge locations' },
  [GROUP]: { from: 3, to: 10, why: 'instances are launched' },
  'AWS::EC2::NatGateway': { from: 2, to: 4, why: 'NAT gateways start' },
};
const STACK_MINUTES = { from: 1, to: 4 };

/** In words, for a person who decides whether to wait. */
export function howLong(
  stacks: readonly StackPlan[],
  where: { isLocal: boolean; monitoringMinutes: number },
): string {
  if (stacks.length === 0) return 'a few seconds';
  if (where.isLocal) return 'about half a minute, on the local engine';
  const reasons = new Set<string>();
  const totals = stacks.map(({ step, changes }) => {
    let [from, to] = [STACK_MINUTES.from, STACK_MINUTES.to];
    if (step === 'update' && changes.some(({ type }) => type === GROUP)) {
      from += where.monitoringMinutes;
      to += where.monitoringMinutes;
    }
    for (const [type, known] of Object.entries(MINUTES)) {
      if (!changes.some((change) => change.type === type && isWork(change))) continue;
      from += known.from;
      to += known.to;
      reasons.add(known.why);
    }
    return { from, to };
  });
  const sum = (which: 'from' | 'to'): number =>
    totals.reduce((total, one) => total + one[which], 0);
  const why = reasons.size === 0 ? '' : `: ${[...reasons].join(', ')}`;
  return `roughly ${sum('from')} to ${sum('to')} minutes on AWS${why}`;
}

function isWork({ action }: PlannedChange): boolean {
  return action !== 'remove';
}
