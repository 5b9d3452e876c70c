/**
 * Places outside this machine that hold a repository, and what is put around any place.
 *
 * <pre>
 *   text --RepositoryLocation--> where     BackendAccess: with which account, how fast, how long
 *                                   '--BackendOpening--'
 *                                            |
 *            Retrying( Throttled( Local | Rest | Sftp | S3 ) )
 * </pre>
 *
 * <p>The files and their names are the same everywhere, so that a repository may be copied from one
 * place to another with any tool, and stock restic reads each of them. Secrets are read from files
 * of their owner and appear neither in a location nor in a message.
 */
@NullMarked
package vn.lachan.backup.backend;

import org.jspecify.annotations.NullMarked;
