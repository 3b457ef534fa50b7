export * from './report/index.ts';
export type { DrillOptions, Progress } from './run/options.ts';
export { runDrill } from './run/run-drill.ts';
export { SCENARIOS } from './scenario/library/index.ts';
export { StandIn } from './journeys/stand-in.ts';
export { defineClient, type ClientDefinition } from './scenario/client.ts';
export { readClient, readScenario } from './scenario/read-scenario.ts';
export { defineDrill, type Need, type Scenario } from './scenario/scenario.ts';
export type * from './target.ts';
