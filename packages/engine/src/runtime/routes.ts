import process from 'node:process';
import {
  faultRequestSchema,
  healRequestSchema,
  refreshRequestSchema,
  UnderstudyError,
  type EngineState,
  type FaultBegun,
  type InstanceOutputs,
} from '@understudy/contract';
import { AwsError } from '@understudy/wire';
import type { z } from 'zod';
import type { Authorizer } from '../authorization/authorizer.ts';
import { askRegionIfRunning } from '../kernel/ask-region.ts';
import type { Route } from '../endpoint/routes.ts';
import type { Services } from '../services/registry.ts';
import { CONTROL_PLANE, GLOBAL, SUPERVISOR } from '../supervisor/names.ts';
import type { DataPlaneProcess } from './processes/data-plane-process.ts';
import type { EventLog } from './event-log.ts';
import { explainRoute } from './explain/explain-route.ts';
import type { PlaceSources } from './explain/places.ts';
import type { VisitorOptions } from './explain/visit.ts';
import type { Processes } from './processes/processes.ts';
import { refreshApp } from './refresh-app.ts';
import type { ActiveFaults } from './faults/active-faults.ts';
import { faultProblem } from './faults/check-fault.ts';

export interface RouteSources {
  processes: Processes;
  faults: ActiveFaults;
  events: EventLog;
  services: Services;
  regions: readonly string[];
  /** What explanations need besides: how a visitor gets anywhere. */
  visitor: VisitorOptions;
  addresses: PlaceSources['addresses'];
  authorizer: Authorizer;
  /** The supervisor's process id. */
  supervisor: number;
}

/** What AWS does not have: the fault port and the event stream, below `/_understudy/`. */
export function createRoutes(sources: RouteSources): Route[] {
  const { faults, events, services } = sources;
  return [
    {
      method: 'GET',
      path: '/_understudy/state',
      handler: async () => ({ status: 200, body: await describeState(sources) }),
    },
    {
      method: 'POST',
      path: '/_understudy/faults',
      handler: async (request) => {
        const { fault, forSeconds } = parseFault(request.body);
        const id = await faults.begin(fault, forSeconds);
        const body: FaultBegun = { id, ...(await describeState(sources)) };
        return { status: 200, body };
      },
    },
    {
      method: 'POST',
      path: '/_understudy/heal',
      handler: async (request) => {
        await faults.heal(parse(healRequestSchema, request.body, HEAL_HINT));
        return { status: 200, body: await describeState(sources) };
      },
    },
    {
      method: 'GET',
      path: '/_understudy/output',
      handler: async () => ({ status: 200, body: await listOutputs(sources) }),
    },
    refreshRoute(sources),
    explainRoute({ ...sources, dataPlane: sources.processes }),
    {
      method: 'GET',
      path: '/_understudy/notifications',
      handler: () => ({ status: 200, body: services.sns.notifications() }),
    },
    {
      method: 'GET',
      path: '/_understudy/events',
      stream: (request, response) =>
        events.stream(response, lastSeen(request.headers['last-event-id']), {
          follow: !request.url?.includes('follow=no'),
        }),
    },
  ];
}

/** For `understudy dev`. */
function refreshRoute({ processes, regions, services }: RouteSources): Route {
  const imageDirectory = (region: string, id: string): string | undefined =>
    services.ec2.image(region, id)?.directory;
  return {
    method: 'POST',
    path: '/_understudy/refresh',
    handler: async (request) => {
      const hint = 'name paths below the folder of the app';
      const asked = parse(refreshRequestSchema, request.body, hint);
      const sources = { dataPlane: processes, regions, imageDirectory };
      return { status: 200, body: await refreshApp(sources, asked) };
    },
  };
}

async function describeState(sources: RouteSources): Promise<EngineState> {
  const { processes, services, regions, supervisor } = sources;
  const report = (name: string): EngineState['global'] => {
    const found = processes.find(name)?.report;
    return {
      name,
      state: found?.state ?? 'stopped',
      fault: found?.fault ?? null,
      problems: problemsOf(found),
      pid: found?.pid ?? null,
    };
  };
  const instances = await Promise.all(regions.map((region) => listInstances(sources, region)));
  return {
    processes: [
      { name: SUPERVISOR, pid: supervisor, state: 'running' },
      { name: CONTROL_PLANE, pid: process.pid, state: 'running' },
      ...processes.all().map(stateOf),
    ],
    global: report(GLOBAL),
    regions: regions.map(report),
    faults: sources.faults.list(),
    instances: instances.flat(),
    acceptedWithoutEffect: services.cloudformation.acceptedWithoutEffect(),
  };
}

function problemsOf(report: DataPlaneProcess['report'] | undefined): string[] {
  const { ended, refused, problems = [] } = report ?? {};
  return [
    ...(ended === undefined ? [] : [`it ended by an error: ${ended.message}`]),
    ...(refused?.problems ?? []),
    ...problems,
  ];
}

/** Of a region that is lost there is nothing to tell. */
async function listOutputs({ processes, regions }: RouteSources): Promise<InstanceOutputs> {
  const outputs = await Promise.all(
    regions.map(async (region) => {
      const instances =
        (await askRegionIfRunning(processes, region, 'describeInstances', {})) ?? [];
      return await Promise.all(
        instances
          .filter(({ lifecycleState }) => lifecycleState !== 'Terminated')
          .map(({ instanceId }) => outputOf(processes, region, instanceId)),
      );
    }),
  );
  return { instances: outputs.flat(2) };
}

/** None where it has not come so far, or is gone just now. */
async function outputOf(
  processes: Processes,
  region: string,
  instanceId: string,
): Promise<InstanceOutputs['instances']> {
  try {
    const found = await askRegionIfRunning(processes, region, 'instanceOutput', { instanceId });
    if (found === undefined) return [];
    const { lines, written, isEnded } = found;
    return [{ instanceId, region, written, lines: isEnded ? lines : lines.slice(0, -1) }];
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}

/** As `status --json` lists it. */
function stateOf({ name, report }: DataPlaneProcess): EngineState['processes'][number] {
  const { pid = null, state, suspended } = report;
  return { name, pid, state: suspended ? 'hung' : state };
}

/** Where instances are on this machine: AWS has no call for that. */
async function listInstances(
  { processes, services }: RouteSources,
  region: string,
): Promise<EngineState['instances']> {
  const { targetGroups } = services.elbv2.balancerConfig(region);
  const groups = services.autoscaling.groups(region);
  const webPort = (groupName: string): number => {
    const [arn] = groups.find((group) => group.name === groupName)?.targetGroupArns ?? [];
    return targetGroups.find((targetGroup) => targetGroup.arn === arn)?.port ?? 80;
  };
  // Of a region that is lost, or that dies just now, there is nothing to tell.
  const instances = await askRegionIfRunning(processes, region, 'describeInstances', {});
  return (instances ?? [])
    .filter((instance) => instance.lifecycleState !== 'Terminated')
    .map((instance) => ({
      instanceId: instance.instanceId,
      region,
      address: instance.loopbackAddress,
      webPort: webPort(instance.groupName),
    }));
}

const HEAL_HINT = "name a region, the id of a fault, or neither: 'understudy status' lists them";

/** @throws UnderstudyError FaultInvalid */
function parseFault(body: unknown): z.infer<typeof faultRequestSchema> {
  const parsed = faultRequestSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UnderstudyError('FaultInvalid', { message: faultProblem(parsed.error) });
}

function parse<T>(schema: z.ZodType<T>, body: unknown, hint: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UnderstudyError('UsageInvalid', {
    message: `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`,
    hint,
  });
}

function lastSeen(header: string | string[] | undefined): number {
  const sequence = Number(header);
  return Number.isSafeInteger(sequence) ? sequence : 0;
}
