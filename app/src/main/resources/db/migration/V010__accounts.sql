-- People who may sign in. Passwords are Argon2id hashes; mfa_secret is encrypted with the platform's key file.
create table account (
  account      varchar(64)  primary key,
  full_name    varchar(200) not null,
  unit         varchar(32)  not null,
  roles        varchar(400) not null,
  password     varchar(300) not null,
  mfa_secret   varchar(400),
  enabled      boolean      not null,
  failures     integer      not null,
  locked_until timestamp with time zone,
  last_login   timestamp with time zone,
  created_at   timestamp with time zone not null,
  version      bigint       not null
);
