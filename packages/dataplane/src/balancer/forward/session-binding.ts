import type { Clock, TargetGroup } from '@understudy/contract';
import type { Site } from './exchange.ts';
import type { NodeTarget } from '../targets/target.ts';
import { setsCookie } from './response-head.ts';
import {
  APP_COOKIE,
  appCookieLine,
  COOKIE_EXPIRY_MS,
  cookieValue,
  LB_COOKIE,
  LB_COOKIE_CORS,
  lbCookieLines,
} from './stickiness.ts';
import type { TargetGroupState } from '../targets/target-group.ts';

/**
 * The target that the request's cookie binds it to. "If the cookie is present but cannot be
 * decoded, or if it refers to a target that was deregistered or is unhealthy, the load balancer
 * selects a new target" (sticky-sessions).
 */
export function boundTarget(
  group: TargetGroupState,
  site: Site,
  facts: { cookieHeaders: readonly string[]; nowMs: number },
): NodeTarget | undefined {
  const { stickiness } = group.config.attributes;
  const { cookieHeaders, nowMs } = facts;
  if (!stickiness.enabled || cookieHeaders.length === 0) return undefined;
  const isByApplication = stickiness.type === 'app_cookie';
  // "Clients have to send back both cookies to maintain stickiness."
  if (isByApplication && cookieValue(cookieHeaders, stickiness.appCookieName) === undefined)
    return undefined;
  const value = isByApplication
    ? cookieValue(cookieHeaders, APP_COOKIE)
    : // "With CORS, some browsers require SameSite=None; Secure to enable stickiness. In this case,
      // the load balancer generates a second stickiness cookie, AWSALBCORS": such a browser sends
      // back that one alone.
      (cookieValue(cookieHeaders, LB_COOKIE) ?? cookieValue(cookieHeaders, LB_COOKIE_CORS));
  const session = value === undefined ? undefined : site.cookies.open(value, nowMs);
  if (session?.targetGroupArn !== group.config.arn) return undefined;
  return group.bound(site.node.address, session);
}

/**
 * The Set-Cookie headers, names and values in turn, that bind the viewer to the target that
 * answered.
 */
export function bindingHeaders(
  config: TargetGroup,
  site: Site,
  facts: { nodeTarget: NodeTarget; wasBound: boolean; headers: readonly string[]; clock: Clock },
): string[] {
  const { stickiness } = config.attributes;
  const { nodeTarget, wasBound, headers, clock } = facts;
  if (!stickiness.enabled) return [];
  const isByApplication = stickiness.type === 'app_cookie';
  if (isByApplication && !wasBound && !setsCookie(headers, stickiness.appCookieName)) return [];
  const { instanceId, port } = nodeTarget.target.registered;
  const value = site.cookies.seal({
    targetGroupArn: config.arn,
    instanceId,
    port,
    expiresMs: clock.nowMs() + stickiness.durationSeconds * 1000,
  });
  const expires = new Date(clock.wallMs() + COOKIE_EXPIRY_MS).toUTCString();
  const lines = isByApplication
    ? [appCookieLine(value, expires)]
    : lbCookieLines(value, expires, site.listener.protocol === 'HTTPS');
  return lines.flatMap((line) => ['Set-Cookie', line]);
}
