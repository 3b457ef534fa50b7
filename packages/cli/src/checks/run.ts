import { errorText } from '@understudy/contract';
import { GLOBAL_REGION, hasWeb, stackNames } from '@understudy/site';
import { afterwards } from '../clock/wall.ts';
import { readOutputs } from '../deploy/stack-outputs.ts';
import { clientEnvironment } from '../engine/aws.ts';
import { callEngine } from '../engine/control.ts';
import type { Session } from '../engine/session.ts';
import { balancerCheck } from './compute/balancer.ts';
import { certificateCheck } from './network/certificate.ts';
import type { Check, CheckContext, CheckResult } from './check.ts';
import { AwsClients } from './clients.ts';
import { groupCheck } from './compute/group.ts';
import { healthCheck } from './health.ts';
import { imageCheck } from './compute/image.ts';
import { nameServersCheck } from './network/name-servers.ts';
import { pictureCheck } from './report/picture.ts';
import { replicationCheck } from './storage/replication.ts';
import { securityGroupsCheck } from './network/security-groups.ts';
import { bucketsCheck, withoutWeb } from './storage/static-site.ts';
import { staticFilesCheck } from './storage/static-files.ts';
import { targetGroupCheck } from './compute/target-group.ts';
import { launchTemplateCheck } from './compute/launch-template.ts';
import { zoneCheck } from './network/zone.ts';

/** In the order of the architecture's steps. */
const CHECKS: readonly Check[] = [
  pictureCheck,
  zoneCheck,
  nameServersCheck,
  certificateCheck,
  staticFilesCheck,
  replicationCheck,
  securityGroupsCheck,
  imageCheck,
  launchTemplateCheck,
  targetGroupCheck,
  balancerCheck,
  groupCheck,
  healthCheck,
];

/** The same steps, of a site that is its static files. */
const CHECKS_WITHOUT_WEB: readonly Check[] = [
  pictureCheck,
  zoneCheck,
  nameServersCheck,
  certificateCheck,
  bucketsCheck,
  replicationCheck,
  ...[
    securityGroupsCheck,
    imageCheck,
    launchTemplateCheck,
    targetGroupCheck,
    balancerCheck,
    groupCheck,
    healthCheck,
  ].map(withoutWeb),
];

export interface SystemReport extends CheckResult {
  step: number;
  name: string;
}

/** A check of its own kind may have more; none waits for another. */
const CHECK_WALL_MS_MAX = 10_000;

/** Checks every system live, side by side. */
export async function runChecks(session: Session): Promise<SystemReport[]> {
  const checks = hasWeb(session.site) ? CHECKS : CHECKS_WITHOUT_WEB;
  return await withCheckContext(session, (context) =>
    Promise.all(checks.map((check) => runOne(check, context))),
  );
}

/** What checks look at, as it is now; its clients are closed when the work is done. */
export async function withCheckContext<T>(
  session: Session,
  work: (context: CheckContext) => Promise<T>,
): Promise<T> {
  using clients = new AwsClients(session.info);
  return await work(await prepare(session, clients));
}

export async function runOne(check: Check, context: CheckContext): Promise<SystemReport> {
  const { step, name, withinMs = CHECK_WALL_MS_MAX } = check;
  try {
    const late = {
      state: 'failing',
      evidence: `no answer within ${withinMs / 1000} s`,
    } as const;
    const result = await Promise.race([check.run(context), afterwards(withinMs, late)]);
    return { step, name, ...result };
  } catch (error) {
    return { step, name, state: 'failing', evidence: errorText(error) };
  }
}

async function prepare(session: Session, clients: AwsClients): Promise<CheckContext> {
  const { info, site } = session;
  // The readers shared with deployments are configured as every AWS client is, by the environment.
  Object.assign(process.env, clientEnvironment(info, site.primary));
  delete process.env['AWS_SESSION_TOKEN'];
  const names = stackNames(site);
  // First, since it waits for a control plane that is just being started again.
  const engine = await callEngine(info, 'GET', 'state');
  const outputs = await readOutputs([
    { name: names.zone, region: GLOBAL_REGION },
    { name: names.primary, region: site.primary },
    { name: names.standby, region: site.standby },
    { name: names.edge, region: GLOBAL_REGION },
    { name: names.routing, region: GLOBAL_REGION },
  ]);
  const running = engine.regions.filter(
    (region) => region.fault === null && region.state === 'running',
  );
  return {
    session,
    clients,
    engine,
    outputs,
    alive: [site.primary, site.standby].filter((name) =>
      running.some((region) => region.name === name),
    ),
  };
}
