-- What all nodes that share this database must have in common, by name; never a secret, at most its fingerprint.
create table cluster_fact (
  name  varchar(64)  not null primary key,
  fact  varchar(200) not null,
  at    timestamp(6) with time zone not null
);

-- What rules did, counted by each node, or with Kafka for each partition of matches wherever it is looked at.
create table rule_count (
  owner        varchar(300) not null,
  rule_id      varchar(300) not null,      -- or exemption: and its id
  matched      bigint       not null,
  alerts       bigint       not null,
  suppressed   bigint       not null,
  folded       bigint       not null,
  last_matched timestamp(6) with time zone,
  primary key (owner, rule_id)
);
