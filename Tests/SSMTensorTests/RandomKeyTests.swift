import Foundation
import SSMTensor
import Testing

@Suite struct RandomKeyTests {
    @Test func `the same key gives the same numbers everywhere`() {
        var generator = RandomKey(seed: 7).folding("data").folding(3).generator
        #expect(generator.next() == 0)
    }
}
