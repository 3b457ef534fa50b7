import type { EngineState } from '@understudy/contract';
import type { CheckContext } from './check.ts';
import type { AwsClients } from './clients.ts';

type Answer = object | Error;

/** What an operation answers: always the same, or by its input and the region that is asked. */
export type Answers = Readonly<
  Record<string, Answer | ((input: object, region: string) => Answer)>
>;

/** Clients of every service and region that answer operations by name, or fail. */
export function answering(answers: Answers): AwsClients {
  const send = (region: string, command: { input: object }): Promise<object> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const found = answers[operation] ?? new Error(`the test gave no answer to ${operation}`);
    const answer = typeof found === 'function' ? found(command.input, region) : found;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return {
    get: (_client: unknown, region: string) => ({
      send: (command: { input: object }) => send(region, command),
    }),
  } as unknown as AwsClients;
}

/**
 * A site in Seoul and Virginia; the regions that are named are lost, in the manner that is given.
 */
export function siteContext(
  lost: Record<string, 'crash' | 'hang' | 'blackhole' | 'restarting'> = {},
): CheckContext {
  const names = ['ap-northeast-2', 'us-east-1'];
  const regions = names.map((name): EngineState['regions'][number] => {
    const loss = lost[name];
    return {
      name,
      state: loss === 'restarting' ? loss : 'running',
      fault: loss === 'restarting' ? null : (loss ?? null),
      problems: [],
      pid: 1,
    };
  });
  const site = {
    name: 'shop',
    domain: 'shop.example',
    primary: 'ap-northeast-2',
    standby: 'us-east-1',
    data: { bucket: false },
    web: { healthPath: '/healthz', instanceType: 't4g.micro' },
  };
  return {
    session: { site, info: {}, selector: '' },
    engine: { regions, instances: [] },
    outputs: {},
    alive: names.filter((name) => lost[name] === undefined),
  } as unknown as CheckContext;
}
