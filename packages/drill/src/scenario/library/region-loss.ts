import type { Scenario } from '../scenario.ts';

const MODES = {
  crash: 'its connections are refused',
  hang: 'its connections open, and nothing answers',
  blackhole: 'its connections time out',
} as const;

/** The primary is gone, in each way in which that is seen from outside. */
export const regionLosses: readonly Scenario[] = Object.entries(MODES).map(([mode, seen]) => ({
  name: mode === 'crash' ? 'region-loss' : `region-loss-${mode}`,
  title: mode === 'crash' ? 'The primary region is lost' : `The primary region is lost (${mode})`,
  description: `All of the primary region stops at once: ${seen}. It comes back once clients are served by the standby.`,
  faults: ({ primary }) => [{ atSeconds: 0, fault: { subject: 'region', region: primary, mode } }],
  failsOver: true,
  expect: {
    namesMove: true,
    recovers: {
      fresh: 'as predicted',
      mobile: 'as predicted',
      'resolver-overcaches': 'as predicted',
    },
    lostForGoodMax: 0,
  },
}));
