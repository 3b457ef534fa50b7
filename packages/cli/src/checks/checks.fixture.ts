import type { EngineState } from '@understudy/contract';
import type { CheckContext } from './check.ts';
import type { AwsClients } from './clients.ts';

/** Clients of every service and region that answer operations by name, or fail. */
export function answering(answers: Readonly<Record<string, object | Error>>): AwsClients {
  const send = (command: object): Promise<object> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const answer = answers[operation] ?? new Error(`the test gave no answer to ${operation}`);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { get: () => ({ send }) } as unknown as AwsClients;
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
    web: { healthPath: '/healthz' },
  };
  return {
    session: { site, info: {}, selector: '' },
    engine: { regions, instances: [] },
    outputs: {},
    alive: names.filter((name) => lost[name] === undefined),
  } as unknown as CheckContext;
}
