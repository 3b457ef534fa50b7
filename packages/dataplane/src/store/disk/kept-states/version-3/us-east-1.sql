PRAGMA user_version = 2;
CREATE TABLE bucket (
  name TEXT PRIMARY KEY,
  created_ms INTEGER NOT NULL,
  versioning TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE bucket_document (
  bucket TEXT NOT NULL REFERENCES bucket(name) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (bucket, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL REFERENCES bucket(name),
  key BLOB NOT NULL,
  version_id TEXT NOT NULL,
  is_latest INTEGER NOT NULL,
  delete_marker INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL,
  replication TEXT NOT NULL, tags_ms INTEGER NOT NULL DEFAULT 0, tags_by TEXT NOT NULL DEFAULT '',
  UNIQUE (bucket, key, version_id)
) STRICT;
CREATE TABLE version_body (
  version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  body TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (version, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  bucket TEXT NOT NULL REFERENCES bucket(name) ON DELETE CASCADE,
  key BLOB NOT NULL,
  initiated_ms INTEGER NOT NULL,
  attributes TEXT NOT NULL
) STRICT;
CREATE TABLE part (
  upload TEXT NOT NULL REFERENCES upload(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (upload, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE replication_task (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL REFERENCES bucket(name) ON DELETE CASCADE,
  destination TEXT NOT NULL,
  version INTEGER NOT NULL REFERENCES version(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  role TEXT NOT NULL,
  storage_class TEXT NOT NULL,
  enqueued_ms INTEGER NOT NULL
, attempts INTEGER NOT NULL DEFAULT 0, not_before_ms INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE remote_bucket (
  name TEXT PRIMARY KEY,
  region TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO bucket (name, created_ms, versioning) VALUES ('understudy-deployments-111122223333-us-east-1', 1795841842522, '');
INSERT INTO bucket (name, created_ms, versioning) VALUES ('ticketing-assets-111122223333-us-east-1', 1795841850345, 'Enabled');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-us-east-1', 'ownership', '{"Rules":[{"ObjectOwnership":"BucketOwnerEnforced"}]}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-us-east-1', 'policy', '{"Statement":[{"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny","Principal":{"AWS":"*"},"Resource":["arn:aws:s3:::ticketing-assets-111122223333-us-east-1","arn:aws:s3:::ticketing-assets-111122223333-us-east-1/*"]},{"Action":"s3:GetObject","Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/E577HZLWMO5UN5"}},"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Resource":"arn:aws:s3:::ticketing-assets-111122223333-us-east-1/*"}],"Version":"2012-10-17"}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-us-east-1', 'publicAccessBlock', '{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-us-east-1', 'tagging', '[{"Key":"project","Value":"ticketing"}]');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('understudy-deployments-111122223333-us-east-1', 'ownership', '{"Rules":[{"ObjectOwnership":"BucketOwnerEnforced"}]}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('understudy-deployments-111122223333-us-east-1', 'publicAccessBlock', '{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (1, 'understudy-deployments-111122223333-us-east-1', X'633934666231326238386565353464353338643138306161376138666166633738623938393635383931353436626333373137396437623935643963623634312e6a736f6e', 'null', 1, 0, 1795841843347, 'c4a60d88c4d18f9b18e8a001a0855598', 573, '{"system":{"ContentType":"application/json"},"user":{},"checksum":{"algorithm":"SHA256","value":"yU+xK4juVNU40YCqeo+vx4uYlliRVGvDcXnXuV2ctkE=","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{}}', 1795841843347, 'understudy-deployments-111122223333-us-east-1');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (2, 'understudy-deployments-111122223333-us-east-1', X'636235373462616533333030363361623931383630303433396164383066646162313162616638313439386130366463386232626234663038623963333265302e6a736f6e', 'null', 1, 0, 1795841848158, 'd897b5ad2acfc10fe7951f2b57bba9c9', 30320, '{"system":{"ContentType":"application/json"},"user":{},"checksum":{"algorithm":"SHA256","value":"y1dLrjMAY6uRhgBDmtgP2rEbr4FJigbciyu08IucMuA=","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{}}', 1795841848158, 'understudy-deployments-111122223333-us-east-1');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (3, 'understudy-deployments-111122223333-us-east-1', X'376334646538393365303763656436366261386261326130653161343763353862356335326433316462663231393761366339323338663030616438393266312e7a6970', 'null', 1, 0, 1795841848172, 'f9b97440024d68b2ff05b0361cc2474c', 3577, '{"system":{"ContentType":"application/zip"},"user":{},"checksum":{"algorithm":"SHA256","value":"D+srOpBCcihY7oHcteWm/Txoh5iyKg42e6jbFe8Gs/4=","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{}}', 1795841848172, 'understudy-deployments-111122223333-us-east-1');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (4, 'understudy-deployments-111122223333-us-east-1', X'316265313431326133636633636332363137666361643464623565316266353061643231316561623731383736626634653262653535663138633136396561312e6a736f6e', 'null', 1, 0, 1795841855166, 'b3273ae08239cbc59748f2194f362392', 2729, '{"system":{"ContentType":"application/json"},"user":{},"checksum":{"algorithm":"SHA256","value":"G+FBKjzzzCYX/K1NteG/UK0hHqtxh2v04r5V8YwWnqE=","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{}}', 1795841855166, 'understudy-deployments-111122223333-us-east-1');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (5, 'understudy-deployments-111122223333-us-east-1', X'636634376562396333393832316330303931663562356565303230313930653464303864653563343764363037306462653731663737653931306431346233382e6a736f6e', 'null', 1, 0, 1795841856377, '03e83f44535446923d8b6d6d1755b10f', 4143, '{"system":{"ContentType":"application/json"},"user":{},"checksum":{"algorithm":"SHA256","value":"z0frnDmCHACR9bXuAgGQ5NCN5cR9YHDb5x936RDRSzg=","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{}}', 1795841856377, 'understudy-deployments-111122223333-us-east-1');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (6, 'ticketing-assets-111122223333-us-east-1', X'756e646572737475646965732e737667', 'AaIghBmT3kru.SVRSXSt4bZBQawRxXSN', 1, 0, 1795841857939, '7c4f81d3b020de1abe01abea4b465f15', 1494, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"storageClass":"STANDARD","checksum":{"algorithm":"CRC32","type":"FULL_OBJECT","value":"ZAZhGg=="}}', '[]', '{"replica":true,"destinations":{}}', 1795841857939, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (7, 'ticketing-assets-111122223333-us-east-1', X'7469676572732e737667', 'AaIghBnUx3cu6vk7u3QrhJi8Qgvwiz_z', 1, 0, 1795841858004, '4c01c16bff12651a99463067358d9dc4', 832, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"storageClass":"STANDARD","checksum":{"algorithm":"CRC32","type":"FULL_OBJECT","value":"KW2OyQ=="}}', '[]', '{"replica":true,"destinations":{}}', 1795841858004, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (8, 'ticketing-assets-111122223333-us-east-1', X'737472696e67732e737667', 'AaIghBqCASh8FCKen_X0BcXCSnUhDADW', 1, 0, 1795841858178, 'c7b16a43563d546d6cbc59e2a9e25cd3', 863, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"storageClass":"STANDARD","checksum":{"algorithm":"CRC32","type":"FULL_OBJECT","value":"ST8Bsg=="}}', '[]', '{"replica":true,"destinations":{}}', 1795841858178, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (9, 'ticketing-assets-111122223333-us-east-1', X'736974652e637373', 'AaIghBq9vkc8p5ztwAZtHYUi4F.UOIQd', 1, 0, 1795841858237, 'ff3514f7e094b5e27b87cac17dcd814a', 2691, '{"system":{"ContentType":"text/css; charset=utf-8","CacheControl":"public, max-age=300"},"user":{},"storageClass":"STANDARD","checksum":{"algorithm":"CRC32","type":"FULL_OBJECT","value":"ZaVPHQ=="}}', '[]', '{"replica":true,"destinations":{}}', 1795841858237, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (10, 'ticketing-assets-111122223333-us-east-1', X'706c616e6574732e737667', 'AaIghBrCKFmzjCTO3Z7BKB.Nyb7Uh5Hv', 1, 0, 1795841858242, '68d925edbd29b9db5c306f4dbe60c7e4', 543, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"storageClass":"STANDARD","checksum":{"algorithm":"CRC32","type":"FULL_OBJECT","value":"m0dS9g=="}}', '[]', '{"replica":true,"destinations":{}}', 1795841858242, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (11, 'ticketing-assets-111122223333-us-east-1', X'736974652e6a73', 'AaIghBr227oKmHoMYRFdVcTLnOGSckQ0', 1, 0, 1795841858294, 'cca3cbf498f387c35f3e8fa9a6f29fa0', 385, '{"system":{"ContentType":"text/javascript; charset=utf-8","CacheControl":"public, max-age=300"},"user":{},"storageClass":"STANDARD","checksum":{"algorithm":"CRC32","type":"FULL_OBJECT","value":"G5c4AQ=="}}', '[]', '{"replica":true,"destinations":{}}', 1795841858294, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (12, 'ticketing-assets-111122223333-us-east-1', X'7469636b65742e737667', 'AaIghBrwuatmGdm4W2KJdS42_GCHlBzl', 1, 0, 1795841858288, '69e286e320c3db4055bcde519343d3f5', 315, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"storageClass":"STANDARD","checksum":{"algorithm":"CRC32","type":"FULL_OBJECT","value":"AH7u4w=="}}', '[]', '{"replica":true,"destinations":{}}', 1795841858288, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version_body (version, ordinal, body, size) VALUES (1, 0, 'fd6bb9c2-8f25-4856-b1e5-c6256541cb8c', 573);
INSERT INTO version_body (version, ordinal, body, size) VALUES (2, 0, 'd93eef33-cd6c-4f1f-853b-b0d8a6d3ce82', 30320);
INSERT INTO version_body (version, ordinal, body, size) VALUES (3, 0, '9bc7cc8a-6179-4feb-bbb1-bcfd057943ea', 3577);
INSERT INTO version_body (version, ordinal, body, size) VALUES (4, 0, '9fd8407f-07fa-4e48-adb3-6c8b04a6fbe3', 2729);
INSERT INTO version_body (version, ordinal, body, size) VALUES (5, 0, '988a6f32-e26e-4ebc-a92e-04c693160093', 4143);
INSERT INTO version_body (version, ordinal, body, size) VALUES (6, 0, '672921c6-129a-4ffd-a286-d7dae8507f5a', 1494);
INSERT INTO version_body (version, ordinal, body, size) VALUES (7, 0, 'c5988cc7-d8da-49da-8ed2-af91b2a3bc8c', 832);
INSERT INTO version_body (version, ordinal, body, size) VALUES (8, 0, '257bd503-cc17-48b9-8252-025e5557e159', 863);
INSERT INTO version_body (version, ordinal, body, size) VALUES (9, 0, 'b7ad9b5b-b04f-4f1b-9651-81543347a8f9', 2691);
INSERT INTO version_body (version, ordinal, body, size) VALUES (10, 0, '836325a9-1521-4218-a65b-8e187e32fbca', 543);
INSERT INTO version_body (version, ordinal, body, size) VALUES (11, 0, 'ce76d91a-111c-45a7-bd24-31ab7e91929b', 385);
INSERT INTO version_body (version, ordinal, body, size) VALUES (12, 0, '279c9569-bc6d-46f0-abc3-2ee8cd0b1f4c', 315);
CREATE INDEX version_latest ON version (bucket, key) WHERE is_latest = 1;
CREATE INDEX version_body_body ON version_body (body);
CREATE INDEX upload_key ON upload (bucket, key, id);
CREATE INDEX part_body ON part (body);
CREATE INDEX replication_task_lane
  ON replication_task (source, destination, not_before_ms, id);
CREATE INDEX replication_task_version ON replication_task (version, destination, id);
CREATE INDEX version_order ON version (bucket, key, modified_ms DESC, version_id DESC);
