import type { Template } from './template.ts';

const INDEX = `<?php
// Load balancers and Route 53 ask this: answer 200 only while visitors can be served.
if (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) === '/healthz') {
    header('content-type: text/plain');
    exit("ok\\n");
}
$domain = htmlspecialchars(getenv('SITE_DOMAIN'));
$region = htmlspecialchars(getenv('AWS_REGION'));
?>
<!doctype html>
<title><?= $domain ?></title>
<h1><?= $domain ?></h1>
<p>Served from <?= $region ?>.</p>
`;

export const phpTemplate: Template = {
  what: "an app in PHP, on PHP's own web server",
  kind: 'app',
  files: {
    'index.php': INDEX,
    Procfile: 'web: PHP_CLI_SERVER_WORKERS=4 php -S $HOST:$PORT index.php\n',
  },
  ignored: ['vendor/'],
};
