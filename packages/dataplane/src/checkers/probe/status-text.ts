import { isSuccess, type ProbeOutcome } from './outcome.ts';

const CONNECTION_TIMED_OUT =
  'Connection timed out. The endpoint or the internet connection is down, or requests are being ' +
  'blocked by your firewall. See https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/' +
  'dns-failover-router-firewall-rules.html';

/**
 * What GetHealthCheckStatus says of a probe. AWS publishes no list of these texts; those marked are
 * known from what Route 53 was seen to answer, and the others are worded after them. Nothing of
 * what a library or an operating system says gets here. `resolvedIp`: for checks by domain name.
 */
export function statusText(outcome: ProbeOutcome, resolvedIp?: string): string {
  const verdict = isSuccess(outcome) ? 'Success' : 'Failure';
  const text = sentence(outcome);
  if (resolvedIp === undefined) return `${verdict}: ${text}`;
  // Seen: "Success: HTTP Status Code 200, OK. Resolved IP: 35.175.67.127", and
  // "Failure: Resolved IP: 12.345.67.89. The connection was closed by the endpoint."
  return 'code' in outcome
    ? `${verdict}: ${text}. Resolved IP: ${resolvedIp}`
    : `${verdict}: Resolved IP: ${resolvedIp}. ${text}`;
}

function sentence(outcome: ProbeOutcome): string {
  switch (outcome.kind) {
    case 'connected':
      return 'TCP connection established';
    case 'status':
      return httpStatus(outcome); // seen
    case 'no-match':
      return `${httpStatus(outcome)}. The search string was not found in the response body`;
    case 'body-too-late':
      return `${httpStatus(outcome)}. The response body was not received within the timeout limit`;
    case 'body-broken':
      return `${httpStatus(outcome)}. The response body could not be read`;
    case 'dns':
      return `DNS resolution failed: ${outcome.reason}`;
    case 'connect-timeout':
      return CONNECTION_TIMED_OUT; // seen
    case 'response-timeout':
      return 'The health checker did not receive a response from the endpoint within the timeout limit.';
    case 'refused':
      return 'Connection refused. The endpoint does not listen on the port, or rejects connections.';
    case 'unreachable':
      return 'The endpoint could not be reached.';
    case 'closed':
      return 'The connection was closed by the endpoint.'; // seen
    case 'tls-alert':
      // "the status of the health check will be SSL alert handshake_failure":
      // https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
      return `SSL alert ${outcome.alert}`;
    case 'tls':
      return 'The SSL handshake with the endpoint failed.';
    case 'headers-too-long':
      return 'The response headers of the endpoint exceed 16,384 bytes.';
    case 'not-http':
      return 'The endpoint returned an invalid HTTP response.';
    case 'unaskable':
      return 'The resource path cannot be requested.';
    case 'aborted':
      return 'The health check was changed.';
  }
}

function httpStatus({ code, reasonPhrase }: { code: number; reasonPhrase: string }): string {
  return `HTTP Status Code ${code}, ${reasonPhrase}`;
}
