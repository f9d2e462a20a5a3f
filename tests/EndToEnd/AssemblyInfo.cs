using Platone.Testing;
using Xunit.Sdk;
using Xunit.v3;

// Most of the time tests wait for blocks of one second; the work itself has the two cores of the smallest machine.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 3)]
[assembly: AssemblyFixture(typeof(SharedFramework))]
