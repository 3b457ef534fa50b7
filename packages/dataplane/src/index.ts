export { SystemClock } from '@understudy/contract/system-clock';
export { SystemRandom } from '@understudy/contract/system-random';
export { encodeValue } from './dns/wire/record-data.ts';
export { dependenciesOf } from './fleet/dependencies/dependency-urls.ts';
export { maintenanceWindow } from './fleet/decisions/maintenance-window.ts';
export { InstanceProcess } from './fleet/instance/instance-process.ts';
export { parseProcfile, webCommand } from './fleet/instance/procfile.ts';
export { parseUserData } from './fleet/instance/user-data.ts';
export {
  identityOf,
  isAlive,
  killOthersRecorded,
  killRecorded,
  recordedProcesses,
  signalGroup,
  type ProcessIdentity,
  type RecordedProcess,
} from './process/process-record.ts';
export { outliveLog } from './process/outlive-log.ts';
export { InstanceRoles } from './roles/instance-roles.ts';
export { parseIdentityPolicy, parseTrustPolicy } from './store/access/identity-parse.ts';
export { accessDeniedText, decideAccess, policyTypesOf } from './store/access/identity-policy.ts';
export type { LookedAt } from './store/access/looked-at.ts';
export { parsePermissions } from './store/access/permissions.ts';
export { evaluatePolicy } from './store/access/policy.ts';
export { tellDecision, tellPrincipal, type DecisionToTell } from './store/access/tell-decision.ts';
export { PROCESS_FILES } from './process/programs.ts';
