BEGIN TRANSACTION;
CREATE TABLE asset (
    asset_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    url TEXT,
    kind TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT,
    transfer_id INTEGER NOT NULL REFERENCES transfer (id),
    created_at REAL NOT NULL,
    PRIMARY KEY (account_id, project_id, asset_id)
);
INSERT INTO "asset" VALUES('med_1','org','project','https://x/1','image','image/png','done.png',300,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd',7,1700000200.0);
CREATE TABLE asset_text (
    number INTEGER PRIMARY KEY,
    searched TEXT NOT NULL
);
INSERT INTO "asset_text" VALUES(1,'done.png
med_1
image image
cafe
cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd');
CREATE TABLE batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    created_at REAL NOT NULL
);
INSERT INTO "batch" VALUES(1,'org','project',1700000000.5);
CREATE TABLE incoming (
    first_id INTEGER PRIMARY KEY,
    common TEXT NOT NULL,
    files TEXT NOT NULL
);
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id INTEGER NOT NULL REFERENCES batch (id),
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    project_name TEXT NOT NULL,
    path BLOB NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    mime_type TEXT,
    size INTEGER,
    mtime_ns INTEGER,
    stage TEXT NOT NULL,
    resume_stage TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    upload_id TEXT,
    signed_at REAL,
    idempotency_key TEXT,
    tries INTEGER NOT NULL,
    sha256 TEXT,
    asset_id TEXT,
    asset_url TEXT,
    problem TEXT,
    created_at REAL NOT NULL,
    finished_at REAL,
    run TEXT NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1
, if_known TEXT NOT NULL DEFAULT 'ask', hash_first INTEGER NOT NULL DEFAULT 0, known_asset_id TEXT, known_asset_url TEXT, known_at REAL, reused INTEGER NOT NULL DEFAULT 0, sent_at REAL, sent_with TEXT, image_kind TEXT, only_kind TEXT);
INSERT INTO "transfer" VALUES(1,1,'org','project','Café',X'2F70696374757265732F77616974696E67FF2E706E67','waiting.png','image','image/png',2000,1700000000000000001,'queued','queued',1,0,NULL,NULL,'key-waiting',0,NULL,NULL,NULL,NULL,1700000000.5,NULL,'old',1,'ask',0,NULL,NULL,NULL,0,NULL,NULL,'image',NULL);
INSERT INTO "transfer" VALUES(2,1,'org','project','Café',X'2F70696374757265732F6C6F7374FF2E706E67','lost.png','image','image/png',2000,1700000000000000001,'queued','queued',1,0,NULL,NULL,'key-lost',2,NULL,NULL,NULL,'{"code": "network.lost", "title": "The connection broke off", "explanation": "It''s lost.", "kept": "", "action": "Retry.", "request_id": null}',1700000000.5,NULL,'old',1,'ask',0,NULL,NULL,NULL,0,1700000000.5,NULL,'image',NULL);
INSERT INTO "transfer" VALUES(3,1,'org','project','Café',X'2F70696374757265732F676976656E2D7570FF2E706E67','given-up.png','image','image/png',2000,1700000000000000001,'failed','queued',1,0,NULL,NULL,'key-given-up',5,NULL,NULL,NULL,'{"code": "network.lost", "title": "The connection broke off", "explanation": "It''s lost.", "kept": "", "action": "Retry.", "request_id": null}',1700000000.5,1700000100.0,'old',1,'ask',0,NULL,NULL,NULL,0,1700000000.5,NULL,'image',NULL);
INSERT INTO "transfer" VALUES(4,1,'org','project','Café',X'2F70696374757265732F7369676E6564FF2E706E67','signed.png','image','image/png',400000,1700000000000000001,'signed','queued',1,0,'upl_1',1700000050.0,'key-signed',0,NULL,NULL,NULL,NULL,1700000000.5,NULL,'old',1,'ask',0,NULL,NULL,NULL,0,NULL,NULL,'image',NULL);
INSERT INTO "transfer" VALUES(5,1,'org','project','Café',X'2F70696374757265732F73746F726564FF2E706E67','stored.png','image','image/png',400000,1700000000000000001,'stored','queued',1,0,'upl_2',1700000050.0,'key-stored',1,'abababababababababababababababababababababababababababababababab',NULL,NULL,'{"code": "network.lost", "title": "The connection broke off", "explanation": "It''s lost.", "kept": "", "action": "Retry.", "request_id": null}',1700000000.5,NULL,'old',1,'ask',0,NULL,NULL,NULL,0,1700000000.5,NULL,'image',NULL);
INSERT INTO "transfer" VALUES(6,1,'org','project','Café',X'2F70696374757265732F72656675736564FF2E706E67','refused.png',NULL,NULL,NULL,1700000000000000001,'refused','queued',1,0,NULL,NULL,NULL,0,NULL,NULL,NULL,'{"code": "network.lost", "title": "The connection broke off", "explanation": "It''s lost.", "kept": "", "action": "Retry.", "request_id": null}',1700000000.5,1700000000.5,'old',1,'ask',0,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO "transfer" VALUES(7,1,'org','project','Café',X'2F70696374757265732F646F6E65FF2E706E67','done.png','image','image/png',300,1700000000000000001,'done','queued',1,0,NULL,NULL,'key-done',0,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','med_1','https://x/1',NULL,1700000000.5,1700000200.0,'old',1,'ask',0,NULL,NULL,NULL,0,NULL,NULL,'image',NULL);
CREATE INDEX transfer_open ON transfer (account_id, listed, stage);
CREATE INDEX asset_known ON asset (project_id, size, sha256);
CREATE INDEX transfer_path ON transfer (account_id, project_id, path);
CREATE INDEX asset_id ON asset (asset_id);
CREATE INDEX transfer_upload ON transfer (upload_id) WHERE upload_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('batch',1);
INSERT INTO "sqlite_sequence" VALUES('transfer',7);
COMMIT;
PRAGMA user_version = 7;
