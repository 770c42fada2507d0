import SSMTrain
import Testing

@Suite struct CurriculumTests {
    private func stage(_ curriculum: CurriculumConfiguration) throws -> StageConfiguration {
        try StageConfiguration(curriculum: curriculum)
    }

    private func record(
        _ values: [Double], into curriculum: inout Curriculum, _ stage: StageConfiguration, byAccuracy: Bool = true
    ) throws -> [Int] {
        var lengths: [Int] = []
        for value in values {
            _ = try curriculum.record(
                accuracy: byAccuracy ? value : nil, targetLoss: byAccuracy ? nil : value, stage: stage, dataLength: 64)
            lengths.append(curriculum.length)
        }
        return lengths
    }

    @Test func `no number of steps without competence moves the length`() throws {
        let stage = try stage(CurriculumConfiguration(start: 8, growth: 2, accuracy: 0.9, window: 3))
        var curriculum = Curriculum(stage.curriculum, dataLength: 64)
        let lengths = try record(Array(repeating: 0.89, count: 5000), into: &curriculum, stage)
        #expect(Set(lengths) == [8])
    }

    @Test func `the length moves when the mean of a full window reaches the threshold`() throws {
        let stage = try stage(CurriculumConfiguration(start: 8, growth: 2, accuracy: 0.75, window: 2))
        var curriculum = Curriculum(stage.curriculum, dataLength: 64)
        let lengths = try record([1, 0.25, 1, 0.5, 1, 1, 0, 1, 1], into: &curriculum, stage)
        #expect(lengths == [8, 8, 8, 16, 16, 32, 32, 32, 64])
    }

    @Test func `a loss counts from above`() throws {
        let stage = try stage(CurriculumConfiguration(start: 8, growth: 1.5, targetLoss: 0.5, window: 1))
        var curriculum = Curriculum(stage.curriculum, dataLength: 64)
        let lengths = try record([0.6, 0.5, 0.4, 2], into: &curriculum, stage, byAccuracy: false)
        #expect(lengths == [8, 12, 18, 18])
    }

    @Test func `the length stops at the maximum, and grows by one at least`() throws {
        let stage = try stage(CurriculumConfiguration(start: 1, growth: 1.1, maximum: 3, accuracy: 0.5, window: 1))
        var curriculum = Curriculum(stage.curriculum, dataLength: 64)
        #expect(try record([1, 1, 1, 1], into: &curriculum, stage) == [2, 3, 3, 3])
    }

    @Test func `without a curriculum the length is that of the data`() throws {
        var curriculum = Curriculum(nil, dataLength: 64)
        #expect(try record([1, 1], into: &curriculum, StageConfiguration()) == [64, 64])
    }

    @Test func `a loss that does not tell the competence is an error`() throws {
        let stage = try stage(CurriculumConfiguration(start: 8, accuracy: 0.9))
        var curriculum = Curriculum(stage.curriculum, dataLength: 64)
        #expect(throws: TrainingError.competenceUnknown(stage: "base", key: "accuracy")) {
            try curriculum.record(accuracy: nil, targetLoss: 0.1, stage: stage, dataLength: 64)
        }
    }
}
