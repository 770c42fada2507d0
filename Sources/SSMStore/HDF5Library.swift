import CHDF5
import Synchronization

/// The one owner of libhdf5: each call into it happens inside `perform`, one thread at a time.
enum HDF5Library {
    /// Whether the library has been prepared; the lock around it is the lock of the library.
    private static let isPrepared = Mutex(false)

    /// Runs calls into libhdf5 on behalf of a file while no other thread is in the library.
    ///
    /// Errors name `path` and are `writeFailed` for writing, `damaged` for reading.
    ///
    /// - Precondition: not called from inside `body`; the lock is not recursive.
    static func perform<Result: Sendable>(
        _ purpose: HDF5Calls.Purpose, _ path: String,
        _ body: (HDF5Calls) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try isPrepared.withLock { isPrepared throws(StoreError) in
            if !isPrepared {
                try prepare(path)
                isPrepared = true
            }
            // Printing is a setting of each thread.
            guard H5Eset_auto2(ssm_h5_error_stack(), nil, nil) >= 0 else {
                throw .libraryUnusable(path: path, reason: "error printing cannot be turned off")
            }
            return try body(HDF5Calls(path: path, purpose: purpose))
        }
    }

    private static func prepare(_ path: String) throws(StoreError) {
        // First of all: after a failed write, the library's own exit handler crashes the process.
        guard H5dont_atexit() >= 0, H5open() >= 0 else {
            throw .libraryUnusable(path: path, reason: "it does not start")
        }
        // No filter of a file makes the library load code.
        guard H5PLset_loading_state(0) >= 0 else {
            throw .libraryUnusable(path: path, reason: "loading of plugins cannot be forbidden")
        }
    }
}

/// The right to call libhdf5, which exists only inside `HDF5Library.perform`, and the translation of its results.
struct HDF5Calls: Sendable {
    /// What a failure means.
    enum Purpose: Sendable { case reading, writing }

    /// The file that errors name.
    let path: String
    let purpose: Purpose

    fileprivate init(path: String, purpose: Purpose) {
        self.path = path
        self.purpose = purpose
    }

    /// A handle from the library, or the error in its place.
    func handle(_ value: hid_t, _ action: @autoclosure () -> String) throws(StoreError) -> hid_t {
        if value < 0 { throw failure(action()) }
        return value
    }

    /// Throws when a call reports failure.
    func check<Status: SignedInteger>(
        _ status: Status, _ action: @autoclosure () -> String
    ) throws(StoreError) {
        if status < 0 { throw failure(action()) }
    }

    /// The result of a call, a count or a truth value, unless it reports failure.
    func result<Status: SignedInteger>(
        _ status: Status, _ action: @autoclosure () -> String
    ) throws(StoreError) -> Int {
        if status < 0 { throw failure(action()) }
        return Int(status)
    }

    /// Opens something, uses it and closes it, checking all three.
    func using<Result>(
        _ kind: HDF5Handle, _ opened: hid_t, _ action: @autoclosure () -> String,
        _ body: (hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        let id = try handle(opened, action())
        let result: Result
        do throws(StoreError) {
            result = try body(id)
        } catch {
            _ = kind.close(id)
            throw error
        }
        try check(kind.close(id), "\(action()): closing")
        return result
    }

    /// The error of a call that failed just now, with the library's own account of it.
    func failure(_ action: String) -> StoreError {
        let account = HDF5Calls.account()
        let reason = account.isEmpty ? action : "\(action): \(account)"
        return switch purpose {
        case .reading: .damaged(path: path, reason: reason)
        case .writing: .writeFailed(path: path, reason: reason)
        }
    }

    /// What the library's error stack says: the system's message if there is one, else the most specific line.
    private static func account() -> String {
        var lines: [String] = []
        withUnsafeMutablePointer(to: &lines) { lines in
            _ = H5Ewalk2(
                ssm_h5_error_stack(), H5E_WALK_DOWNWARD,
                { _, entry, lines in
                    guard let text = entry?.pointee.desc, let lines else { return 0 }
                    lines.assumingMemoryBound(to: [String].self).pointee.append(String(cString: text))
                    return 0
                }, lines)
        }
        for line in lines {
            guard let mark = line.firstRange(of: "error message = '") else { continue }
            return String(line[mark.upperBound...].prefix { $0 != "'" })
        }
        return lines.last ?? ""
    }
}

/// The kinds of handles and how each is closed.
enum HDF5Handle {
    case file, group, dataset, attribute, space, type, properties

    func close(_ id: hid_t) -> herr_t {
        switch self {
        case .file: H5Fclose(id)
        case .group: H5Gclose(id)
        case .dataset: H5Dclose(id)
        case .attribute: H5Aclose(id)
        case .space: H5Sclose(id)
        case .type: H5Tclose(id)
        case .properties: H5Pclose(id)
        }
    }
}
