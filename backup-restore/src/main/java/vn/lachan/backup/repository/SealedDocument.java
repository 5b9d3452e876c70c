package vn.lachan.backup.repository;

/**
 * An index, snapshot or lock as it will lie in its repository, see {@link Repository#seal}.
 *
 * @param id name of its file: the hash of {@code content}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record SealedDocument(FileKind kind, StorageId id, byte[] content) {}
