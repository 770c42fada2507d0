import Foundation

/// A program that runs beside this one, started by posix_spawn.
package struct ChildProcess {
    /// How it ended.
    package enum Outcome {
        /// By itself, with the beginning of what it wrote to its output.
        case exited(status: Int32, output: String)
        /// By a signal.
        case killed(signal: Int32)
        /// It was stopped, because it took too long.
        case timedOut
    }

    private let identifier: pid_t
    private let output: Int32

    /// Starts a program with an empty input, its output kept and its errors dropped.
    ///
    /// - Throws: `unreadable` when it cannot be started.
    package init(_ executable: String, _ arguments: [String]) throws(StoreError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .unreadable(path: executable, reason: SystemCall.lastError) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, executable, &actions, nil, &words, environ)
        guard code == 0 else {
            close(ends[0])
            throw .unreadable(path: executable, reason: SystemCall.text(of: code))
        }
        identifier = started
        output = ends[0]
    }

    /// Waits for the end, and stops the program when it takes too long.
    package func wait(seconds: Int) -> Outcome {
        defer { close(output) }
        let deadline = ContinuousClock.now + .seconds(seconds)
        var text: [UInt8] = []
        var status: Int32 = 0
        while true {
            drain(into: &text)
            let ended = SystemCall.retrying { waitpid(identifier, &status, WNOHANG) }
            if ended != 0 { break }
            if ContinuousClock.now > deadline {
                kill(identifier, SIGKILL)
                _ = SystemCall.retrying { waitpid(identifier, &status, 0) }
                return .timedOut
            }
            usleep(2000)
        }
        drain(into: &text)
        let signal = status & 0x7F
        if signal != 0 { return .killed(signal: signal) }
        return .exited(status: (status >> 8) & 0xFF, output: String(decoding: text, as: UTF8.self))
    }

    /// Takes what the program has said so far; all but the first 4 KiB is dropped.
    private func drain(into text: inout [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = SystemCall.retrying { read(output, &buffer, buffer.count) }
            if count <= 0 { return }
            text.append(contentsOf: buffer.prefix(min(count, 4096 - text.count)))
        }
    }
}
