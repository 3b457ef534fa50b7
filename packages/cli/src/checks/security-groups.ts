import { localPort } from '@understudy/contract';
import { knock, type TcpOutcome } from '../probe/tcp.ts';
import { failing, working, type Check } from './check.ts';

const SILENCE_WALL_MS = 700;

/** Step 6: from outside, the web servers say nothing on their own port nor on SSH's. */
export const securityGroupsCheck: Check = {
  step: 6,
  name: 'Security groups',
  async run({ session: { info }, engine, alive }) {
    const plan = { privilegedPortOffset: info.privilegedPortOffset === 0 ? 0 : 8000 } as const;
    const firsts = alive.flatMap(
      (region) => engine.instances.find((instance) => instance.region === region) ?? [],
    );
    if (firsts.length === 0) return failing('no web server runs');
    const knocks = await Promise.all(
      firsts.flatMap((instance) =>
        [instance.webPort, 22].map(async (port) => ({
          ...instance,
          port,
          outcome: await knock(
            { address: instance.address, port: localPort(port, plan) },
            SILENCE_WALL_MS,
          ),
        })),
      ),
    );
    const open = knocks.filter(({ outcome }) => outcome === ('answered' satisfies TcpOutcome));
    if (open.length > 0)
      return failing(
        open
          .map(({ instanceId, port }) => `${instanceId} answers outsiders on port ${port}`)
          .join('; '),
      );
    return working(
      knocks.map(({ region, port, outcome }) => `${region} port ${port} ${outcome}`).join(', ') +
        ' to outsiders',
    );
  },
};
