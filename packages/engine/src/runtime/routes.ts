import { UnderstudyError } from '@understudy/contract';
import { z } from 'zod';
import type { Route } from '../endpoint/routes.ts';
import type { Services } from '../services/registry.ts';
import type { EventLog } from './event-log.ts';
import { FAULT_MODES, type Faults } from './faults.ts';
import type { Processes } from './processes.ts';

export interface RouteSources {
  processes: Processes;
  faults: Faults;
  events: EventLog;
  services: Services;
  regions: readonly string[];
  state: Record<string, unknown>;
}

const faultSchema = z.object({ region: z.string(), mode: z.enum(FAULT_MODES).default('crash') });
const healSchema = z.object({ region: z.string().optional() });

/** What AWS does not have: the fault port and the event stream, below `/_understudy/`. */
export function createRoutes(sources: RouteSources): Route[] {
  const { faults, events, regions } = sources;
  return [
    {
      method: 'GET',
      path: '/_understudy/state',
      handler: async () => ({ status: 200, body: describeState(sources) }),
    },
    {
      method: 'POST',
      path: '/_understudy/faults',
      handler: async (request) => {
        const { region, mode } = parse(faultSchema, request.body);
        await faults.break(region, mode);
        return { status: 200, body: describeState(sources) };
      },
    },
    {
      method: 'POST',
      path: '/_understudy/heal',
      handler: async (request) => {
        const { region } = parse(healSchema, request.body);
        for (const each of region === undefined ? regions : [region]) await faults.heal(each);
        return { status: 200, body: describeState(sources) };
      },
    },
    {
      method: 'GET',
      path: '/_understudy/events',
      stream: (request, response) =>
        events.stream(response, lastSeen(request.headers['last-event-id'])),
    },
  ];
}

function describeState({
  processes,
  faults,
  services,
  regions,
  state,
}: RouteSources): Record<string, unknown> {
  const process = (name: string): Record<string, unknown> => {
    const managed = processes.find(name);
    return {
      name,
      state: managed?.state ?? 'stopped',
      fault: faults.modeOf(name) ?? null,
      problems: managed?.problems ?? [],
      pid: managed?.pid ?? null,
    };
  };
  return {
    ...state,
    global: process('global'),
    regions: regions.map(process),
    acceptedWithoutEffect: services.cloudformation.acceptedWithoutEffect(),
  };
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UnderstudyError('UsageInvalid', {
    message: `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`,
    hint: `modes are ${FAULT_MODES.join(', ')}`,
  });
}

function lastSeen(header: string | string[] | undefined): number {
  const sequence = Number(header);
  return Number.isSafeInteger(sequence) ? sequence : 0;
}
