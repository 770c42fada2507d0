/// Size and time of the last change of a file: two that differ are of different content.
package struct FileStamp: Sendable, Hashable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int
}
