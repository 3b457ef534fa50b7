/**
 * All in AWS time.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const HTTP_CONNECT_TIMEOUT_MS = 4_000;
export const HTTP_STATUS_TIMEOUT_MS = 2_000;
export const HTTP_BODY_TIMEOUT_MS = 2_000;
export const TCP_CONNECT_TIMEOUT_MS = 10_000;

/** How much of a body a search string is looked for in. */
export const SEARCHED_BODY_BYTES_MAX = 5_120;
/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
export const RESPONSE_HEADER_BYTES_MAX = 16_384;
