import SSMLabKit
import SSMTensor
import Testing

@Suite struct MachineFactsTests {
    private static let good = MachineFacts(
        processor: "CPU", cores: 2, path: .portable, hasAVX512: true, blasCore: "Cooperlake", blasUsesAVX512: true,
        presetCoreType: nil, hdf5: "1.10.8", totalMemory: 16 << 30, availableMemory: 8 << 30, availableDisk: 9 << 30)

    private static var fast: MachineFacts {
        var facts = good
        facts.path = .avx512
        return facts
    }

    @Test func `a machine without faults gets no warning`() {
        #expect(Self.fast.warnings.isEmpty)
    }

    @Test func `an AVX2 core on an AVX-512 processor is warned of, with its cause`() throws {
        var facts = Self.fast
        facts.blasCore = "Haswell"
        facts.blasUsesAVX512 = false
        #expect(facts.warnings.count == 1)
        #expect(facts.warnings.first?.contains("newer OpenBLAS") == true)
        facts.presetCoreType = "Haswell"
        #expect(facts.warnings.first?.contains("unset OPENBLAS_CORETYPE") == true)
        #expect(facts.lines.contains { $0.contains("OPENBLAS_CORETYPE=Haswell") })
        facts.hasAVX512 = false
        #expect(facts.warnings.isEmpty)
    }

    @Test func `slow kernels, little memory and little disk are warned of`() {
        #expect(Self.good.warnings.first?.contains("AVX2") == true)
        var facts = Self.fast
        facts.availableMemory = 1 << 30
        facts.availableDisk = 1 << 20
        #expect(facts.warnings.count == 2)
    }

    @Test func `the facts of this machine are there`() async {
        let facts = MachineFacts.here
        #expect(facts.cores > 0)
        #expect(facts.totalMemory >= facts.availableMemory)
        #expect(facts.availableDisk > 0)
        #expect(facts.hdf5.hasPrefix("1."))
        let run = await InProcess("doctor")
        #expect(run.status == .success)
        for line in facts.lines.prefix(4) { #expect(run.output.contains(line)) }
    }
}
