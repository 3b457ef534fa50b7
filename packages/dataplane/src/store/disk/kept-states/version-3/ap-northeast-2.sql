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
INSERT INTO bucket (name, created_ms, versioning) VALUES ('understudy-deployments-111122223333-ap-northeast-2', 1795841842524, '');
INSERT INTO bucket (name, created_ms, versioning) VALUES ('ticketing-assets-111122223333-ap-northeast-2', 1795841852925, 'Enabled');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-ap-northeast-2', 'ownership', '{"Rules":[{"ObjectOwnership":"BucketOwnerEnforced"}]}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-ap-northeast-2', 'policy', '{"Statement":[{"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny","Principal":{"AWS":"*"},"Resource":["arn:aws:s3:::ticketing-assets-111122223333-ap-northeast-2","arn:aws:s3:::ticketing-assets-111122223333-ap-northeast-2/*"]},{"Action":"s3:GetObject","Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/EXZPJ3UNXP85NB"}},"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Resource":"arn:aws:s3:::ticketing-assets-111122223333-ap-northeast-2/*"}],"Version":"2012-10-17"}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-ap-northeast-2', 'publicAccessBlock', '{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-ap-northeast-2', 'replication', '{"Role":"arn:aws:iam::111122223333:role/CDKReplicationRole","Rules":[{"Status":"Enabled","Destination":{"Bucket":"arn:aws:s3:::ticketing-assets-111122223333-us-east-1"},"ID":"to-standby","Priority":1,"Filter":{"Prefix":""},"DeleteMarkerReplication":{"Status":"Enabled"}}]}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('ticketing-assets-111122223333-ap-northeast-2', 'tagging', '[{"Key":"project","Value":"ticketing"}]');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('understudy-deployments-111122223333-ap-northeast-2', 'ownership', '{"Rules":[{"ObjectOwnership":"BucketOwnerEnforced"}]}');
INSERT INTO bucket_document (bucket, kind, value) VALUES ('understudy-deployments-111122223333-ap-northeast-2', 'publicAccessBlock', '{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (1, 'understudy-deployments-111122223333-ap-northeast-2', X'363262373832613866666635323065396531326364633861316531313361656534386262663039633138623238353136346538373166303461366633653362372e6a736f6e', 'null', 1, 0, 1795841852175, '86cf62032f9536b11e2423c9d9ea87f4', 30602, '{"system":{"ContentType":"application/json"},"user":{},"checksum":{"algorithm":"SHA256","value":"YreCqP/1IOnhLNyKHhE67ki78JwYsoUWTocfBKbz47c=","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{}}', 1795841852175, 'understudy-deployments-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (2, 'understudy-deployments-111122223333-ap-northeast-2', X'376334646538393365303763656436366261386261326130653161343763353862356335326433316462663231393761366339323338663030616438393266312e7a6970', 'null', 1, 0, 1795841852180, 'f9b97440024d68b2ff05b0361cc2474c', 3577, '{"system":{"ContentType":"application/zip"},"user":{},"checksum":{"algorithm":"SHA256","value":"D+srOpBCcihY7oHcteWm/Txoh5iyKg42e6jbFe8Gs/4=","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{}}', 1795841852180, 'understudy-deployments-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (3, 'ticketing-assets-111122223333-ap-northeast-2', X'756e646572737475646965732e737667', 'AaIghBmT3kru.SVRSXSt4bZBQawRxXSN', 1, 0, 1795841857939, '7c4f81d3b020de1abe01abea4b465f15', 1494, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"checksum":{"algorithm":"CRC32","value":"ZAZhGg==","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{"ticketing-assets-111122223333-us-east-1":"COMPLETED"}}', 1795841857939, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (4, 'ticketing-assets-111122223333-ap-northeast-2', X'7469676572732e737667', 'AaIghBnUx3cu6vk7u3QrhJi8Qgvwiz_z', 1, 0, 1795841858004, '4c01c16bff12651a99463067358d9dc4', 832, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"checksum":{"algorithm":"CRC32","value":"KW2OyQ==","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{"ticketing-assets-111122223333-us-east-1":"COMPLETED"}}', 1795841858004, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (5, 'ticketing-assets-111122223333-ap-northeast-2', X'737472696e67732e737667', 'AaIghBqCASh8FCKen_X0BcXCSnUhDADW', 1, 0, 1795841858178, 'c7b16a43563d546d6cbc59e2a9e25cd3', 863, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"checksum":{"algorithm":"CRC32","value":"ST8Bsg==","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{"ticketing-assets-111122223333-us-east-1":"COMPLETED"}}', 1795841858178, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (6, 'ticketing-assets-111122223333-ap-northeast-2', X'736974652e637373', 'AaIghBq9vkc8p5ztwAZtHYUi4F.UOIQd', 1, 0, 1795841858237, 'ff3514f7e094b5e27b87cac17dcd814a', 2691, '{"system":{"ContentType":"text/css; charset=utf-8","CacheControl":"public, max-age=300"},"user":{},"checksum":{"algorithm":"CRC32","value":"ZaVPHQ==","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{"ticketing-assets-111122223333-us-east-1":"COMPLETED"}}', 1795841858237, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (7, 'ticketing-assets-111122223333-ap-northeast-2', X'706c616e6574732e737667', 'AaIghBrCKFmzjCTO3Z7BKB.Nyb7Uh5Hv', 1, 0, 1795841858242, '68d925edbd29b9db5c306f4dbe60c7e4', 543, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"checksum":{"algorithm":"CRC32","value":"m0dS9g==","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{"ticketing-assets-111122223333-us-east-1":"COMPLETED"}}', 1795841858242, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (8, 'ticketing-assets-111122223333-ap-northeast-2', X'7469636b65742e737667', 'AaIghBrwuatmGdm4W2KJdS42_GCHlBzl', 1, 0, 1795841858288, '69e286e320c3db4055bcde519343d3f5', 315, '{"system":{"ContentType":"image/svg+xml","CacheControl":"public, max-age=300"},"user":{},"checksum":{"algorithm":"CRC32","value":"AH7u4w==","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{"ticketing-assets-111122223333-us-east-1":"COMPLETED"}}', 1795841858288, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version (id, bucket, key, version_id, is_latest, delete_marker, modified_ms, etag, size, attributes, tags, replication, tags_ms, tags_by) VALUES (9, 'ticketing-assets-111122223333-ap-northeast-2', X'736974652e6a73', 'AaIghBr227oKmHoMYRFdVcTLnOGSckQ0', 1, 0, 1795841858294, 'cca3cbf498f387c35f3e8fa9a6f29fa0', 385, '{"system":{"ContentType":"text/javascript; charset=utf-8","CacheControl":"public, max-age=300"},"user":{},"checksum":{"algorithm":"CRC32","value":"G5c4AQ==","type":"FULL_OBJECT"},"storageClass":"STANDARD"}', '[]', '{"replica":false,"destinations":{"ticketing-assets-111122223333-us-east-1":"COMPLETED"}}', 1795841858294, 'ticketing-assets-111122223333-ap-northeast-2');
INSERT INTO version_body (version, ordinal, body, size) VALUES (1, 0, '0117fb24-6643-401b-86f4-a5b76f6c1b92', 30602);
INSERT INTO version_body (version, ordinal, body, size) VALUES (2, 0, '51e6c7ff-dc25-4d19-a766-998abbd813f9', 3577);
INSERT INTO version_body (version, ordinal, body, size) VALUES (3, 0, '5b9f03f6-307b-4200-91f7-736c323b9a33', 1494);
INSERT INTO version_body (version, ordinal, body, size) VALUES (4, 0, 'aa0626f6-9617-494c-80cd-ce6653ae8340', 832);
INSERT INTO version_body (version, ordinal, body, size) VALUES (5, 0, '3e3f189e-0e80-4094-bb16-093d40a6876f', 863);
INSERT INTO version_body (version, ordinal, body, size) VALUES (6, 0, '11b230de-24c5-4933-84e6-3831cd511b70', 2691);
INSERT INTO version_body (version, ordinal, body, size) VALUES (7, 0, 'dd92d93b-21ad-4413-b5b5-e6c9d4a043aa', 543);
INSERT INTO version_body (version, ordinal, body, size) VALUES (8, 0, 'c078c090-45d5-4d91-bfe1-5c3ac39e5963', 315);
INSERT INTO version_body (version, ordinal, body, size) VALUES (9, 0, 'f66e41ce-94fe-411c-b0d9-d1b125cc479d', 385);
INSERT INTO remote_bucket (name, region) VALUES ('ticketing-assets-111122223333-us-east-1', 'us-east-1');
CREATE INDEX version_latest ON version (bucket, key) WHERE is_latest = 1;
CREATE INDEX version_body_body ON version_body (body);
CREATE INDEX upload_key ON upload (bucket, key, id);
CREATE INDEX part_body ON part (body);
CREATE INDEX replication_task_lane
  ON replication_task (source, destination, not_before_ms, id);
CREATE INDEX replication_task_version ON replication_task (version, destination, id);
CREATE INDEX version_order ON version (bucket, key, modified_ms DESC, version_id DESC);
